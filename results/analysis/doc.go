// Package analysis turns a recording into estimates: what an event costs at
// each arm over base, and how sure that is. It is pure: the same recording
// gives the same figures, to the last bit, on any machine.
//
//	results.Recording ─► Analyze ─► []Table, one per workload × handler × workers
//
// All figures are at the CPU's usual speed in the recording, which canaries
// tell; what it is unsure by is in every interval. What is known of the recording
// as a whole is a [Run], and whether it can be relied on says [Check].
//
// A visit gives a [Cost]; the costs of an arm and of the base arms in the same
// block give one difference; the differences of all blocks give an
// [Estimate], which is a [Row] of a [Table].
package analysis
