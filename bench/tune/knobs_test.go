package tune_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/probecost/probecost/bench/fake/machines"
	"github.com/probecost/probecost/bench/tune"
)

// found are the settings of a knob, in words, and its note.
func found(f tune.Found) []string {
	var words []string
	for _, s := range f.Settings {
		text := s.Path + " " + s.Have + " → " + s.Want
		if s.Fixed != "" {
			text += " (" + s.Fixed + ")"
		}
		words = append(words, text)
	}
	if f.Note != "" {
		words = append(words, f.Note)
	}
	return words
}

const cpuDir = "sys/devices/system/cpu/"

func TestKnobs(t *testing.T) {
	for _, test := range []struct {
		knob    tune.Knob
		machine string
		cpus    []int
		files   map[string]string // put onto the machine
		want    []string
	}{
		{tune.Governor, "intel-turbo", []int{3}, nil, []string{
			cpuDir + "cpufreq/policy0/scaling_governor powersave → performance",
			cpuDir + "cpufreq/policy1/scaling_governor powersave → performance",
			cpuDir + "cpufreq/policy2/scaling_governor powersave → performance",
			cpuDir + "cpufreq/policy3/scaling_governor powersave → performance",
		}},
		{tune.Governor, "arm64", []int{3}, nil, []string{"the kernel does not govern the frequency"}},
		{tune.Governor, "arm64", []int{3}, map[string]string{
			cpuDir + "cpufreq/policy0/scaling_governor":            "ondemand",
			cpuDir + "cpufreq/policy0/scaling_available_governors": "ondemand powersave",
		}, []string{cpuDir + "cpufreq/policy0/scaling_governor ondemand → performance (this kernel has no governor performance)"}},

		{tune.Turbo, "intel-turbo", []int{3}, nil, []string{cpuDir + "intel_pstate/no_turbo 0 → 1"}},
		{tune.Turbo, "amd-boost", []int{3}, nil, []string{cpuDir + "cpufreq/boost 1 → 0"}},
		{tune.Turbo, "quiet", []int{3}, nil, []string{cpuDir + "intel_pstate/no_turbo 1 → 1"}},
		{tune.Turbo, "arm64", []int{3}, nil, []string{"the kernel does not govern turbo"}},

		{tune.IdleStates, "intel-turbo", []int{2, 3}, nil, []string{
			cpuDir + "cpu2/cpuidle/state2/disable 0 → 1", cpuDir + "cpu2/cpuidle/state3/disable 0 → 1",
			cpuDir + "cpu3/cpuidle/state2/disable 0 → 1", cpuDir + "cpu3/cpuidle/state3/disable 0 → 1",
		}},
		{tune.IdleStates, "quiet", []int{3}, nil, []string{"there are no deep ones"}},
		{tune.IdleStates, "container", []int{1}, nil, []string{"the kernel does not choose idle states"}},

		{tune.NMIWatchdog, "amd-boost", []int{3}, nil, []string{"proc/sys/kernel/nmi_watchdog 1 → 0"}},
		{tune.NMIWatchdog, "arm64", []int{3}, nil, []string{"the kernel has none"}},

		{tune.Sibling, "amd-boost", []int{7}, nil, []string{cpuDir + "cpu3/online 1 → 0"}},
		{tune.Sibling, "amd-boost", []int{2, 3, 7}, nil, []string{cpuDir + "cpu6/online 1 → 0"}},
		{tune.Sibling, "amd-boost", []int{4}, nil, []string{
			cpuDir + "cpu0/online 1 → 0 (CPU 0 cannot be taken offline: choose another bench CPU with --cpu)"}},
		{tune.Sibling, "amd-boost", []int{0, 1, 2, 3}, nil, []string{
			cpuDir + "cpu4/online 1 → 0 (no CPU would be left for anything else)",
			cpuDir + "cpu5/online 1 → 0 (no CPU would be left for anything else)",
			cpuDir + "cpu6/online 1 → 0 (no CPU would be left for anything else)",
			cpuDir + "cpu7/online 1 → 0 (no CPU would be left for anything else)",
		}},
		{tune.Sibling, "quiet", []int{3}, nil, []string{"none is online"}},

		{tune.Interrupts, "quiet", []int{3}, nil, []string{
			"proc/irq/default_smp_affinity 7 → 7", "proc/irq/1/smp_affinity_list 0-2 → 0-2"}},
		// Away from the sibling, too, which would send them anywhere when it
		// goes; one that may be sent there alone is sent to all others.
		{tune.Interrupts, "amd-boost", []int{7}, nil, []string{
			"proc/irq/default_smp_affinity ff → 77",
			"proc/irq/1/smp_affinity_list 0-7 → 0-2,4-6",
			"proc/irq/24/smp_affinity_list 0-7 → 0-2,4-6",
			"proc/irq/25/smp_affinity_list 7 → 0-2,4-6",
			"proc/irq/26/smp_affinity_list 3,7 → 0-2,4-6",
			"proc/irq/27/smp_affinity_list 0-2 → 0-2",
			"irqbalance runs, and may send them back: systemctl stop irqbalance",
		}},
		{tune.Interrupts, "amd-boost", []int{0, 1, 2, 3}, nil, []string{"there is no other CPU to send them to"}},
		{tune.Interrupts, "quiet", []int{0}, map[string]string{
			"sys/devices/system/cpu/online": "0", "proc/irq/default_smp_affinity": "1"}, []string{"there is no other CPU to send them to"}},
		{tune.Interrupts, "quiet", []int{33}, map[string]string{
			"sys/devices/system/cpu/online": "0-63", "proc/irq/default_smp_affinity": "ffffffff,ffffffff", "proc/irq/1/smp_affinity_list": "32-33,40"}, []string{
			"proc/irq/default_smp_affinity ffffffff,ffffffff → fffffffd,ffffffff", "proc/irq/1/smp_affinity_list 32-33,40 → 32,40"}},
	} {
		t.Run(test.knob.Name+" of "+test.machine, func(t *testing.T) {
			root, err := machines.FS(test.machine)
			if err != nil {
				t.Fatal(err)
			}
			for name, text := range test.files {
				root[name] = &fstest.MapFile{Data: []byte(text + "\n"), Mode: 0o644}
			}
			if diff := cmp.Diff(test.want, found(test.knob.Find(tune.Machine{Root: root, CPUs: test.cpus}))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
	for _, knob := range tune.Knobs {
		if got := knob.Find(tune.Machine{Root: fstest.MapFS{}, CPUs: []int{0}}); len(got.Settings) > 0 || got.Note == "" {
			t.Errorf("%s of a machine without files: %+v", knob.Name, got)
		}
	}
}

// TestKeptInterrupts has interrupts that the kernel sends by itself: one that
// could go elsewhere and comes to the bench CPU, and others that are no trouble.
func TestKeptInterrupts(t *testing.T) {
	root, err := machines.FS("quiet")
	if err != nil {
		t.Fatal(err)
	}
	for irq, lists := range map[string][2]string{"40": {"0-3", "3"}, "41": {"0-3", "1"}, "42": {"3", "3"}} {
		root["proc/irq/"+irq+"/smp_affinity_list"] = &fstest.MapFile{Data: []byte(lists[0] + "\n"), Mode: 0o444}
		root["proc/irq/"+irq+"/effective_affinity_list"] = &fstest.MapFile{Data: []byte(lists[1] + "\n"), Mode: 0o444}
	}
	want := []string{
		"proc/irq/default_smp_affinity 7 → 7", "proc/irq/1/smp_affinity_list 0-2 → 0-2",
		"proc/irq/40/smp_affinity_list 0-3 → 0-2 (the kernel keeps interrupt 40 there: boot with isolcpus=managed_irq,domain,3)",
	}
	if diff := cmp.Diff(want, found(tune.Interrupts.Find(tune.Machine{Root: root, CPUs: []int{3}}))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
