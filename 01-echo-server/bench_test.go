package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/socket-tutorial/harness/stagetest"
	"github.com/stretchr/testify/require"
)

// Each benchmark runs every server as a process of its own, one after the other
// in each round, and reports the medians of the rounds: CPU time of the server
// for an exchange (its user and system time, from the kernel's accounting), its
// ratio to that of the usual Go echo in the same round, and exchanges each second.
//
//	go test -run '^$' -bench . -benchtime 9x ./01-echo-server

// usualEcho is the peer: the echo server of any Go tutorial, with the size of
// its buffer in bytes.
func usualEcho(address string, buffer int) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		panic(err)
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			panic(err)
		}
		go func() {
			defer conn.Close()
			buffer := make([]byte, buffer)
			for {
				n, err := conn.Read(buffer)
				if err != nil {
					return
				}
				if _, err := conn.Write(buffer[:n]); err != nil {
					return
				}
			}
		}()
	}
}

// runAsUsual holds address and buffer in the environment of a test binary that
// is to be usualEcho.
const runAsUsual = "ECHO_SERVER_TEST_USUAL"

func TestMain(m *testing.M) {
	if where := os.Getenv(runAsUsual); where != "" {
		var address string
		var buffer int
		fmt.Sscan(where, &address, &buffer)
		usualEcho(address, buffer)
	}
	stagetest.Main(m, main)
}

// A contestant is one server of a benchmark. It writes nothing, but for the one
// that is called narrated.
type contestant struct {
	name string
	args []string // nil: usualEcho
}

var (
	usual    = contestant{name: "usual"}
	goNet    = contestant{"net", []string{"-mode", "net"}}
	polled   = contestant{"select", []string{"-mode", "select", "-backlog", "64", "-nodelay"}}
	blocking = contestant{"blocking", []string{"-mode", "blocking", "-nodelay"}}
	narrated = contestant{"net-narrated", []string{"-mode", "net"}}
)

func (c contestant) command(address string, buffer int) *exec.Cmd {
	if c.args == nil {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d", runAsUsual, address, buffer))
		return cmd
	}
	_, port, _ := net.SplitHostPort(address)
	cmd := stagetest.Self(append(c.args, "-port", port, "-buffer", fmt.Sprint(buffer))...)
	if c.name == narrated.name {
		cmd.Stdout = struct{ io.Writer }{io.Discard} // a pipe that is read
	}
	return cmd
}

// A load is what the clients do: each of them sends a message of size bytes,
// waits until it is back, and again, exchanges in all.
type load struct {
	clients, exchanges, size int
}

// run plays the load against address and returns how long it took.
func (l load) run(b *testing.B, address string) time.Duration {
	var all sync.WaitGroup
	conns := make([]net.Conn, l.clients)
	for i := range conns {
		conns[i] = awaitServer(b, address)
		defer conns[i].Close()
	}
	began := time.Now()
	for _, conn := range conns {
		all.Go(func() {
			message, back := randomBytes(l.size), make([]byte, l.size)
			for range l.exchanges / l.clients {
				if _, err := conn.Write(message); err != nil {
					b.Error(err)
					return
				}
				if _, err := io.ReadFull(conn, back); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(began)
}

func awaitServer(b *testing.B, address string) net.Conn {
	for deadline := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.SetDeadline(time.Now().Add(patience))
			return conn
		}
		if time.Now().After(deadline) {
			require.NoError(b, err)
		}
	}
}

// measure runs one server under the load: its CPU time for an exchange in
// microseconds, and the exchanges each second.
func measure(b *testing.B, c contestant, l load, buffer int) (cpu, rate float64) {
	address := freeAddress(b)
	cmd := c.command(address, buffer)
	require.NoError(b, cmd.Start())
	took := l.run(b, address)
	cmd.Process.Kill()
	cmd.Wait()
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	return float64(used.Microseconds()) / float64(l.exchanges), float64(l.exchanges) / took.Seconds()
}

// freeAddress has a port that was free a moment ago.
func freeAddress(b *testing.B) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	defer listener.Close()
	return listener.Addr().String()
}

// compare is the benchmark itself: the first contestant is what the others are
// compared with.
func compare(b *testing.B, l load, buffer int, contestants ...contestant) {
	cpus, rates, ratios := map[string][]float64{}, map[string][]float64{}, map[string][]float64{}
	for b.Loop() {
		first := 0.0
		for i, c := range contestants {
			cpu, rate := measure(b, c, l, buffer)
			if i == 0 {
				first = cpu
			}
			cpus[c.name] = append(cpus[c.name], cpu)
			rates[c.name] = append(rates[c.name], rate)
			ratios[c.name] = append(ratios[c.name], cpu/first)
		}
	}
	b.ReportMetric(0, "ns/op") // a round means nothing
	var table strings.Builder
	fmt.Fprintf(&table, "%-14s %16s %10s %14s\n", "", "CPU µs/exchange", "of usual", "exchanges/s")
	for i, c := range contestants {
		fmt.Fprintf(&table, "%-14s %16.1f %10.2f %14.0f\n", c.name, median(cpus[c.name]), median(ratios[c.name]), median(rates[c.name]))
		if i > 0 {
			b.ReportMetric(median(ratios[c.name]), c.name+":usual")
		}
	}
	b.Logf("medians of %d rounds, %d clients, %d bytes\n%s", len(rates[contestants[0].name]), l.clients, l.size, table.String())
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func BenchmarkPingPong(b *testing.B) {
	skipUnlessMode(b, "blocking")
	b.Run("1-client", func(b *testing.B) {
		compare(b, load{clients: 1, exchanges: 20_000, size: 64}, 2048, usual, goNet, polled, blocking, narrated)
	})
	b.Run("64-clients", func(b *testing.B) {
		compare(b, load{clients: 64, exchanges: 64_000, size: 64}, 2048, usual, goNet, polled, narrated)
	})
}

func BenchmarkBulk(b *testing.B) {
	skipUnlessMode(b, "blocking")
	compare(b, load{clients: 1, exchanges: 8_000, size: 64 << 10}, 64<<10, usual, goNet, polled, blocking)
}

// BenchmarkNagle echoes 64 KiB at a time. Through the article's buffer that is
// 32 small writes: Nagle's algorithm holds the last one back until the client
// has acknowledged those before it (RFC 896), and the client's kernel delays that
// acknowledgement by 40 ms, hoping to send it with an answer (RFC 1122, 4.2.3.2).
// TCP_NODELAY sends at once; a larger buffer has no small writes.
func BenchmarkNagle(b *testing.B) {
	skipUnlessMode(b, "blocking")
	for _, c := range []struct {
		name   string
		args   []string
		buffer int
	}{
		{"article", []string{"-mode", "blocking"}, 2048},
		{"nodelay", []string{"-mode", "blocking", "-nodelay"}, 2048},
		{"buffer-64KiB", []string{"-mode", "blocking"}, 64 << 10},
	} {
		b.Run(c.name, func(b *testing.B) {
			address := freeAddress(b)
			cmd := contestant{c.name, c.args}.command(address, c.buffer)
			require.NoError(b, cmd.Start())
			defer func() {
				cmd.Process.Kill()
				cmd.Wait()
			}()
			l := load{clients: 1, exchanges: b.N, size: 64 << 10}
			b.ResetTimer()
			took := l.run(b, address)
			b.ReportMetric(float64(b.N)/took.Seconds(), "exchanges/s")
		})
	}
}
