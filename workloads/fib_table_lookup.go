package workloads

import (
	"encoding/binary"
	"errors"
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/probecost/probecost/bpf"
)

// FibTableLookup has the kernel look up the route to 127.0.0.1: sendto(2) of
// nothing, with the flags that make a UDP socket find the route, confirm the
// neighbour and leave it at that. One operation is one lookup.
//
// The flags are MSG_CONFIRM, and what <linux/socket.h> calls MSG_PROBE ("do
// not send, only probe path"); its value is that of MSG_PROXY in user space.
//
// The kernel's sample sent a datagram to UDP port 80, where nobody listens, and
// measured the answer with it: of its 3 lookups, 2 are for the ICMP error that
// comes back (3 on Linux 5.10, where there are 4), and it takes 1400 ns. A
// datagram that is dropped at a full socket is 1 lookup in 750 to 1400 ns, as
// soft interrupts fall. Without a datagram it is 1 lookup in 200 ns: intervals
// are a third as wide, and no queue, buffer or firewall has a part in it. By
// instructions the overheads per lookup are the same either way, within 2 on
// Linux 6.12. (Times on one machine, Linux 6.18; lookups on 5.10 to 7.3.)
//
// kprobe and fentry are on the entry of fib_table_lookup(). The tracepoint is
// at each of its returns, so it fires once for every call, later by what the
// lookup takes.
var FibTableLookup = Workload{
	Name:    "fib_table_lookup",
	Summary: "sendto(2) that looks up the route to 127.0.0.1 and sends nothing",
	Extra:   true,
	Hook: Hook{
		Function:      "fib_table_lookup",
		Tracepoint:    "fib:fib_table_lookup",
		RawTracepoint: "fib_table_lookup",
		Place: "the same function: the entry of fib_table_lookup() (kprobe, fentry), " +
			"and its return (tracepoint, raw_tracepoint, tp_btf)",
	},
	Spec: bpf.LoadFibTableLookup,
	Open: openFibTableLookup,
}

// fibTableLookupRecord is struct record of fib_table_lookup.c.
type fibTableLookupRecord struct {
	Table        uint32
	OIF, IIF     int32
	SAddr, DAddr [4]byte
	SPort, DPort uint16
	Proto        uint8
	_            [3]byte
}

const (
	// discard is the port of a protocol that throws away what it is sent.
	discard = 9
	// loopbackIndex is the interface that the lookups for packets of this
	// host start from (LOOPBACK_IFINDEX).
	loopbackIndex = 1
	probeOnly     = unix.MSG_CONFIRM | unix.MSG_PROXY
)

var loopback = [4]byte{127, 0, 0, 1}

func openFibTableLookup() (*Drive, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("make a UDP socket: %w", err)
	}
	port, err := bindAny(fd)
	if err != nil {
		return nil, errors.Join(err, unix.Close(fd))
	}
	to := sockaddr(loopback, discard)
	call := Call{Number: unix.SYS_SENDTO}
	call.Args = [6]uintptr{uintptr(fd), 0, 0, probeOnly, call.pointer(to), uintptr(len(to))}
	return &Drive{
		Call:        call,
		EventsPerOp: 1,
		Prepare:     func() ([]byte, error) { return prepareFibTableLookup(port) },
		Close:       func() error { return unix.Close(fd) },
	}, nil
}

// bindAny gives a socket a port, which it returns. The address is left open:
// the first thing that is known of it is then the result of the lookup.
func bindAny(fd int) (port int, err error) {
	if err := unix.Bind(fd, &unix.SockaddrInet4{}); err != nil {
		return 0, fmt.Errorf("bind a UDP socket: %w", err)
	}
	local, err := unix.Getsockname(fd)
	if err != nil {
		return 0, fmt.Errorf("ask for the port of a UDP socket: %w", err)
	}
	return local.(*unix.SockaddrInet4).Port, nil
}

// sockaddr is struct sockaddr_in as bytes.
func sockaddr(addr [4]byte, port uint16) []byte {
	b := binary.NativeEndian.AppendUint16(nil, unix.AF_INET)
	b = binary.BigEndian.AppendUint16(b, port)
	b = append(b, addr[:]...)
	return append(b, make([]byte, unix.SizeofSockaddrInet4-len(b))...)
}

func prepareFibTableLookup(port int) ([]byte, error) {
	table, err := routingTable(loopback)
	if err != nil {
		return nil, err
	}
	return binary.Append(nil, binary.NativeEndian, fibTableLookupRecord{
		Table: table,
		IIF:   loopbackIndex,
		DAddr: loopback,
		SPort: uint16(port),
		DPort: discard,
		Proto: unix.IPPROTO_UDP,
	})
}

// routingTable asks the kernel in which table it finds the route to an
// address: for one of this host that is table main, which holds table local
// too, until somebody adds a rule (ip rule), and then table local for good.
func routingTable(addr [4]byte) (uint32, error) {
	reply, err := getRoute(addr)
	if err != nil {
		return 0, fmt.Errorf("ask for the route to %v: %w", addr, err)
	}
	for _, m := range reply {
		attrs, err := syscall.ParseNetlinkRouteAttr(&m)
		if err != nil {
			continue // an error message, which has no attributes
		}
		for _, a := range attrs {
			if a.Attr.Type == unix.RTA_TABLE && len(a.Value) == 4 {
				return binary.NativeEndian.Uint32(a.Value), nil
			}
		}
	}
	return 0, fmt.Errorf("the kernel knows no route to %v: is the interface lo up?", addr)
}

// getRoute is RTM_GETROUTE of rtnetlink(7), by bare system calls.
func getRoute(addr [4]byte) ([]syscall.NetlinkMessage, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	request := struct {
		unix.NlMsghdr
		unix.RtMsg
		unix.RtAttr
		Dst [4]byte
	}{
		NlMsghdr: unix.NlMsghdr{Type: unix.RTM_GETROUTE, Flags: unix.NLM_F_REQUEST},
		RtMsg:    unix.RtMsg{Family: unix.AF_INET, Dst_len: 32, Flags: unix.RTM_F_LOOKUP_TABLE},
		RtAttr:   unix.RtAttr{Len: unix.SizeofRtAttr + 4, Type: unix.RTA_DST},
		Dst:      addr,
	}
	request.NlMsghdr.Len = uint32(unsafe.Sizeof(request))
	packet, err := binary.Append(nil, binary.NativeEndian, request)
	if err != nil {
		return nil, err
	}
	if err := unix.Sendto(fd, packet, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return nil, err
	}
	reply := make([]byte, 4096)
	n, _, err := unix.Recvfrom(fd, reply, 0)
	if err != nil {
		return nil, err
	}
	return syscall.ParseNetlinkMessage(reply[:n])
}
