package loadtest

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// WriteTable writes results as a Markdown table: the CPU time that each server
// spends on a request, and behind it what the first server spends for 1 of it.
// A server that took no part in a workload leaves its cells empty.
func WriteTable(w io.Writer, results []Result) {
	names := serverNames(results)
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(w, "| work | %s |", names[0])
	for _, name := range names[1:] {
		fmt.Fprintf(w, " %s | ratio |", name)
	}
	fmt.Fprintf(w, "\n|---|---|%s\n", strings.Repeat("---|---|", len(names)-1))
	for _, result := range results {
		fmt.Fprintf(w, "| %s |", result.Workload)
		for i, name := range names {
			writeCells(w, result, i, name)
		}
		fmt.Fprintln(w)
	}
}

// serverNames returns each server's name once, in the order of appearance.
func serverNames(results []Result) (names []string) {
	for _, result := range results {
		for _, cost := range result.Costs {
			if !slices.Contains(names, cost.Server) {
				names = append(names, cost.Server)
			}
		}
	}
	return names
}

func writeCells(w io.Writer, result Result, column int, name string) {
	i := slices.IndexFunc(result.Costs, func(cost Cost) bool { return cost.Server == name })
	switch {
	case i < 0:
		fmt.Fprint(w, " | |")
	case column == 0:
		fmt.Fprintf(w, " %s |", short(result.Costs[i].CPU))
	default:
		fmt.Fprintf(w, " %s | %.2f |", short(result.Costs[i].CPU), result.Costs[i].Ratio)
	}
}

// short writes d with three digits at the most.
func short(d time.Duration) string {
	switch {
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d >= 100*time.Microsecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	}
	return fmt.Sprintf("%.1f µs", float64(d)/float64(time.Microsecond))
}
