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

// FibTableLookup has the kernel look up routes to 127.0.0.1: one sendmmsg(2) of
// three empty datagrams, with the flags that make a UDP socket find the route,
// confirm the neighbour and leave it at that. One operation is three lookups,
// each on the way that sendto(2) takes; figures are of one of them.
//
// The flags are MSG_CONFIRM, and what <linux/socket.h> calls MSG_PROBE ("do
// not send, only probe path"); its value is that of MSG_PROXY in user space.
//
// The kernel's sample sent a datagram to UDP port 80, where nobody listens,
// which is three lookups as well: of its route, and, for the ICMP error that
// comes back, of the route of that and of the address that it comes from (on
// Linux 5.10 a fourth, of the way back). It was tried here: no limit on ICMP
// errors holds on the loopback interface, and each of 50,000 calls at full
// speed, 6000 to 310,000 a second, made 3 lookups on Linux 6.1, 6.12, 6.18 and
// 7.3, and 4 on 5.10. But all except the first are in a soft interrupt, which
// the kernel may put off to a thread of its own: then they fall into another
// operation, or behind the measurement. Two of eight runs of count failed like
// that: on 5.10 a visit saw 4296 events of 4404, and on 6.1 an operation had
// 5294 instructions where the others had 14283. Intervals are twice as wide,
// too: ± 3.6 ns for tracepoint, at 445 ns an event, in place of ± 1.7 here, at
// 179. By instructions the overheads of an event are the same either way, within
// 2 on 6.12.
//
// kprobe and fentry are on the entry of fib_table_lookup(). The tracepoint is
// at each of its returns, so it fires once for every call, later by what the
// lookup takes.
var FibTableLookup = Workload{
	Name:    "fib_table_lookup",
	Summary: "sendmmsg(2) that looks up the route to 127.0.0.1, 3 times, and sends nothing",
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
	// lookups is how many datagrams a call has.
	lookups = 3
	// firstPort is where the first datagram would go, the others to those
	// after it: which of them a record is of can be told.
	firstPort = 9
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
	call := Call{Number: unix.SYS_SENDMMSG, Want: lookups}
	call.Args = [6]uintptr{uintptr(fd), call.pointer(emptyDatagrams()), lookups, probeOnly}
	return &Drive{
		Call:        &call,
		EventsPerOp: lookups,
		Prepare:     func() ([]byte, error) { return prepareFibTableLookup(port) },
		Close:       func() error { return unix.Close(fd) },
	}, nil
}

// emptyDatagrams is the vector of sendmmsg(2), and behind it, in the same
// memory, the addresses that it points to.
func emptyDatagrams() []byte {
	type datagrams struct {
		vector [lookups]struct {
			unix.Msghdr        // no data
			_           uint32 // how much was sent, says the kernel
		}
		to [lookups][unix.SizeofSockaddrInet4]byte
	}
	d := new(datagrams)
	for i := range d.to {
		copy(d.to[i][:], sockaddr(loopback, uint16(firstPort+i)))
		d.vector[i].Name, d.vector[i].Namelen = &d.to[i][0], unix.SizeofSockaddrInet4
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(d)), unsafe.Sizeof(*d))
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
		DPort: firstPort + lookups - 1, // the last

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
