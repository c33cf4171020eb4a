package foreign

import (
	"github.com/cilium/ebpf/link"

	"github.com/probecost/probecost/bench/kallsyms"
)

// entry is how far behind a function's address a probe at its entry may be:
// behind the landing pad of x86 (4 bytes), or what arm64 leaves room in (8).
const entry = 16

// entered names those of the functions at whose entry one of the addresses is.
func (s *search) entered(addresses []link.KprobeMultiAddress) []string {
	if len(addresses) == 0 {
		return nil
	}
	f, err := s.root.Open(kallsyms.Path[1:])
	if err != nil {
		return nil
	}
	defer f.Close()
	var names []string
	for symbol := range kallsyms.Symbols(f) {
		if !s.functions[symbol.Name] || symbol.Address == 0 {
			continue
		}
		for _, a := range addresses {
			if a.Address >= symbol.Address && a.Address < symbol.Address+entry {
				names = append(names, symbol.Name)
			}
		}
	}
	return names
}
