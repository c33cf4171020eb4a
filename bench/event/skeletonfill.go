package event

import (
	"errors"
	"fmt"
	"strings"
)

// fillRaw fills in a raw_tracepoint or tp_btf program.
func fillRaw(p *program, _ *Source, d *Description, way Attach) error {
	from := func(i int) string { return fmt.Sprintf("%s[%d]", parameter, i) }
	if way.Type == typeRaw {
		p.Structs = append(p.Structs, structure{Name: "bpf_raw_tracepoint_args", Members: []string{"__u64 args[0]"}})
		from = func(i int) string { return fmt.Sprintf("%s->args[%d]", parameter, i) }
	}
	if d.Syscall == nil {
		for _, a := range d.Args {
			p.argument(a, from(a.Index))
		}
		return nil
	}
	return p.fillCall(d.Syscall, from)
}

// fillCall filters one of the system calls that pass a tracepoint.
func (p *program) fillCall(c *Syscall, from func(int) string) error {
	if c.Number == nil {
		return fmt.Errorf("the number of system call %s is not known, by which it is told from others", c.Name)
	}
	p.line("struct pt_regs *regs = (struct pt_regs *)%s;", from(0))
	if c.Exit {
		p.line("__s64 result = (__s64)%s;", from(1))
		p.line("")
		p.line("if ((__s32)%s != %d) /* %s */", p.register(c.NumberRegister), *c.Number, c.Name)
		p.line("\treturn 0;")
		p.values = []value{{"result", "%lld", "result"}}
		return nil
	}
	p.line("")
	p.line("if (%s != %d) /* %s */", from(1), *c.Number, c.Name)
	p.line("\treturn 0;")
	p.fillCallArgs(c)
	return nil
}

// fillCallArgs reads a system call's arguments from the registers, regs.
func (p *program) fillCallArgs(c *Syscall) {
	for i, a := range c.Args {
		name := a.Name
		if name == "" {
			name = fmt.Sprintf("arg%d", i)
		}
		p.userValue(name, a.Type, p.register(a.Register))
	}
}

// userValue prints an argument of a system call, by its type as text. Pointers
// are to the memory of the process.
func (p *program) userValue(name, typ, from string) {
	switch {
	case strings.HasSuffix(strings.ReplaceAll(typ, " ", ""), "char*"):
		p.line("char %s[64] = {};", name)
		p.line("bpf_probe_read_user_str(%s, sizeof(%s), (void *)%s);", name, name, from)
		p.values = append(p.values, value{name, "%s", name})
	case typ == "int":
		p.line("__s32 %s = (__s32)%s;", name, from)
		p.values = append(p.values, value{name, "%lld", "(__s64)" + name})
	default:
		p.line("__u64 %s = (__u64)%s;", name, from)
		p.values = append(p.values, value{name, "0x%llx", name})
	}
}

// register reads a register of the system call, regs.
func (p *program) register(name string) string {
	p.hasRegister(name)
	if p.direct {
		return "regs->" + name
	}
	return fmt.Sprintf("BPF_CORE_READ(regs, %s)", name)
}

// hasRegister makes pt_regs have a register.
func (p *program) hasRegister(name string) {
	array, _, isArray := strings.Cut(name, "[")
	switch {
	case isArray:
		p.member("pt_regs", "__u64 "+array+"[31]")
	case name == "syscallno": // of arm64
		p.member("pt_regs", "__s32 "+name)
	default:
		p.member("pt_regs", "__u64 "+name)
	}
}

// fillFunction fills in a kprobe or fentry program.
func fillFunction(p *program, s *Source, d *Description, way Attach) error {
	args, ok := s.function(way.Function)
	if !ok {
		return fmt.Errorf("the kernel's types have no function %s", way.Function)
	}
	from := func(i int) string { return fmt.Sprintf("%s[%d]", parameter, i) }
	if way.Type == typeKprobe {
		args = args[:min(len(args), len(s.arch.Function))]
		from = func(i int) string {
			p.hasRegister(s.arch.Function[i])
			return parameter + "->" + s.arch.Function[i]
		}
	}
	if d.Syscall != nil && way.Function == d.Syscall.Function {
		p.line("struct pt_regs *regs = (struct pt_regs *)%s;", from(0))
		p.line("")
		p.fillCallArgs(d.Syscall)
		return nil
	}
	if way.Note != "" {
		p.Remarks = append(p.Remarks, way.Function+": "+way.Note+".")
	}
	for _, a := range args {
		if a.byValue() {
			p.Remarks = append(p.Remarks, "Arguments from "+a.Name+" on are left out: a struct is not in one register.")
			break
		}
		p.argument(a, from(a.Index))
	}
	return nil
}

// fillRecord fills in a tracepoint program.
func fillRecord(p *program, _ *Source, d *Description, _ Attach) error {
	if len(d.Fields) == 0 {
		return errors.New("the fields of the tracepoint are not known: " + strings.Join(d.Unread, "; "))
	}
	record := structure{Name: d.Name + "_record"}
	p.Context = "struct " + record.Name
	p.Remarks = append(p.Remarks, "The record is as this kernel's format file has it; another kernel's may differ.")
	at := uint32(0)
	for _, f := range own(d.Fields) {
		if f.Offset > at {
			record.Members = append(record.Members, fmt.Sprintf("__u8 unused_%d[%d]", at, f.Offset-at))
		}
		if f.Offset < at || f.Size == 0 {
			continue // a part of the one before, or an array of no fixed length
		}
		at = f.Offset + f.Size
		record.Members = append(record.Members, p.field(f))
	}
	p.Structs = append(p.Structs, record)
	return nil
}

// field prints a field of the record, and returns its declaration.
func (p *program) field(f Field) string {
	name := parameter + "->" + f.Name
	integer, ok := fixed(f.Size, f.Signed)
	switch {
	case f.Length > 0 && f.Type == "char":
		p.values = append(p.values, value{f.Name, "%s", name})
		return fmt.Sprintf("char %s[%d]", f.Name, f.Size)
	case f.Length > 0 || !ok || f.Offset%f.Size != 0:
		return fmt.Sprintf("__u8 %s[%d]", f.Name, f.Size)
	case f.Type == "__data_loc char[]":
		p.values = append(p.values, value{f.Name, "%s", fmt.Sprintf("(const char *)%s + (%s & 0xffff)", parameter, name)})
	case strings.HasSuffix(f.Type, "*"):
		p.values = append(p.values, value{f.Name, "0x%llx", name})
	default:
		p.values = append(p.values, number(f.Name, name, integer))
	}
	return integer + " " + f.Name
}
