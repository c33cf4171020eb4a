package attach

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"unsafe"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/btf"
	"golang.org/x/sys/unix"
)

// The library (v0.22) knows the attach type of fsession by its number alone, and
// does not tell the kernel which function such a program is for. So these are
// loaded here, with what the library has to offer for it: maps, relocations and
// the code itself. Programs that call functions of their own or of the kernel
// would need more, and the kernel refuses them.

// takeSessions takes the programs of [Fsession] out of spec, and returns them.
func takeSessions(spec *ebpf.CollectionSpec) map[string]*ebpf.ProgramSpec {
	sessions := map[string]*ebpf.ProgramSpec{}
	for name, prog := range spec.Programs {
		if prog.Type == ebpf.Tracing && prog.AttachType == attachTraceFsession {
			sessions[name] = prog
			delete(spec.Programs, name)
		}
	}
	return sessions
}

// loadSessions loads such programs, with the maps of coll, into it.
func (l *Loader) loadSessions(coll *ebpf.Collection, sessions map[string]*ebpf.ProgramSpec) error {
	for name, spec := range sessions {
		prog, err := l.loadSession(coll.Maps, spec)
		if err != nil {
			return fmt.Errorf("program %s: %w", name, err)
		}
		coll.Programs[name] = prog
	}
	return nil
}

func (l *Loader) loadSession(maps map[string]*ebpf.Map, spec *ebpf.ProgramSpec) (*ebpf.Program, error) {
	kernel, err := l.cache.Kernel()
	if err != nil {
		return nil, err
	}
	var function *btf.Func
	if err := kernel.TypeByName(spec.AttachTo, &function); err != nil {
		return nil, fmt.Errorf("%w (%w)", err, ebpf.ErrNotSupported)
	}
	target, err := kernel.TypeID(function)
	if err != nil {
		return nil, err
	}
	code, err := machineCode(spec, kernel, maps)
	if err != nil {
		return nil, err
	}
	return loadTracing(spec, code, target)
}

// machineCode is the program as the kernel takes it: with the offsets of the
// kernel's types, and the descriptors of maps.
func machineCode(spec *ebpf.ProgramSpec, kernel *btf.Spec, maps map[string]*ebpf.Map) ([]byte, error) {
	code := spec.Copy().Instructions
	for i := range code {
		ins := &code[i]
		if ins.IsLoadFromMap() {
			if err := ins.AssociateMap(maps[ins.Reference()]); err != nil {
				return nil, fmt.Errorf("map %s: %w", ins.Reference(), err)
			}
		}
		relocation := btf.CORERelocationMetadata(ins)
		if relocation == nil {
			continue
		}
		fixups, err := btf.CORERelocate([]*btf.CORERelocation{relocation}, []*btf.Spec{kernel}, spec.ByteOrder, func(btf.Type) (btf.TypeID, error) {
			return 0, errors.New("it is about a type of the program's own")
		})
		if err == nil {
			err = fixups[0].Apply(ins)
		}
		if err != nil {
			return nil, fmt.Errorf("relocation %v: %w", relocation, err)
		}
	}
	var b bytes.Buffer
	err := code.Marshal(&b, spec.ByteOrder)
	return b.Bytes(), err
}

// progLoad is the part of union bpf_attr for BPF_PROG_LOAD that is used here:
// include/uapi/linux/bpf.h.
type progLoad struct {
	kind, count                   uint32
	code, license                 unsafe.Pointer
	logLevel, logSize             uint32
	log                           unsafe.Pointer
	version, flags                uint32
	name                          [16]byte
	device, attachType            uint32
	_                             [9]uint32 // the program's own types, functions and lines
	attachFunction, attachProgram uint32
}

// loadTracing loads a program for a function of the kernel, with what the
// verifier says if it refuses.
func loadTracing(spec *ebpf.ProgramSpec, code []byte, function btf.TypeID) (*ebpf.Program, error) {
	license, err := unix.BytePtrFromString(spec.License)
	if err != nil {
		return nil, err
	}
	log := make([]byte, 64<<10)
	attr := progLoad{
		kind: uint32(spec.Type), count: uint32(len(code) / asm.InstructionSize),
		code: unsafe.Pointer(&code[0]), license: unsafe.Pointer(license),
		flags: spec.Flags, attachType: uint32(spec.AttachType), attachFunction: uint32(function),
	}
	copy(attr.name[:len(attr.name)-1], spec.Name)
	fd, errno := bpfProgLoad(&attr)
	if errno != 0 { // once more, to be told why
		attr.logLevel, attr.logSize, attr.log = 1, uint32(len(log)), unsafe.Pointer(&log[0])
		fd, errno = bpfProgLoad(&attr)
	}
	runtime.KeepAlive(code)
	if errno != 0 {
		return nil, refused(errno, unix.ByteSliceToString(log))
	}
	return ebpf.NewProgramFromFD(fd)
}

// refused is the error of a program that the kernel does not load, with what the
// verifier said, if it came to that.
func refused(errno unix.Errno, log string) error {
	if log = strings.TrimSpace(log); log == "" {
		return fmt.Errorf("load program: %w", errno)
	}
	return fmt.Errorf("load program: %w", &ebpf.VerifierError{Cause: errno, Log: strings.Split(log, "\n")})
}

func bpfProgLoad(attr *progLoad) (fd int, errno unix.Errno) {
	r, _, errno := unix.Syscall(unix.SYS_BPF, unix.BPF_PROG_LOAD, uintptr(unsafe.Pointer(attr)), unsafe.Sizeof(*attr))
	return int(r), errno
}
