package loadtest

import (
	"fmt"
	"slices"
	"time"
)

// rounds is how often each server takes its turn at a workload. It is odd, so
// that a median is a figure that was measured.
const rounds = 15

// turn is about how long a server's turn lasts: long against the scheduler's
// ticks, short against the machine's moods.
const turn = 200 * time.Millisecond

// A Result is what a workload cost each server, in the order given to Compare.
type Result struct {
	Workload string
	Costs    []Cost
}

// Cost is one server's median.
type Cost struct {
	Server    string
	CPU       time.Duration // for each request
	PerSecond float64       // requests, with client and server on the same cores
	Ratio     float64       // the first server's CPU for this one's: below 1 the first is cheaper
}

// Compare measures w against each server in turn, several times. The error is
// the first that a server or its clock gave.
func Compare(w Workload, servers []*Server) (Result, error) {
	requests := make([]int, len(servers))
	for i, server := range servers {
		n, err := calibrate(w, server)
		if err != nil {
			return Result{}, err
		}
		requests[i] = n
	}
	cpu := make([][]float64, len(servers))
	speed := make([][]float64, len(servers))
	ratio := make([][]float64, len(servers))
	for range rounds {
		for i, server := range servers {
			used, took, err := w.measure(server, requests[i])
			if err != nil {
				return Result{}, err
			}
			cpu[i] = append(cpu[i], float64(used)/float64(requests[i]))
			speed[i] = append(speed[i], float64(requests[i])/took.Seconds())
			ratio[i] = append(ratio[i], cpu[0][len(cpu[0])-1]/cpu[i][len(cpu[i])-1])
		}
	}
	result := Result{Workload: w.Name}
	for i, server := range servers {
		result.Costs = append(result.Costs, Cost{
			Server: server.Name, CPU: time.Duration(median(cpu[i])), PerSecond: median(speed[i]), Ratio: median(ratio[i]),
		})
	}
	return result, nil
}

// calibrate returns how many requests make a turn, which also warms the
// server up. A pause of the machine's must not pass for a slow server: its turn
// would be short, and mostly connecting.
func calibrate(w Workload, server *Server) (requests int, err error) {
	for requests = w.Connections; ; requests *= 4 {
		_, took, err := w.measure(server, requests)
		if err != nil {
			return 0, err
		}
		if took > turn/2 {
			return max(w.Connections, int(float64(requests)*float64(turn)/float64(took))), nil
		}
	}
}

// measure sends requests and returns the CPU time and the time that they took.
// To open connections that are kept, and to close them, is not counted.
func (w Workload) measure(server *Server, requests int) (used, took time.Duration, err error) {
	clients, err := w.connect(server.Addr)
	defer disconnect(clients)
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %w", server.Name, err)
	}
	before, err := cpuTime(server.PID)
	if err != nil {
		return 0, 0, err
	}
	began := time.Now()
	if err := w.send(clients, requests); err != nil {
		return 0, 0, fmt.Errorf("%s: %w", server.Name, err)
	}
	took = time.Since(began)
	after, err := cpuTime(server.PID)
	return after - before, took, err
}

func median(figures []float64) float64 {
	sorted := slices.Sorted(slices.Values(figures))
	return sorted[len(sorted)/2]
}
