package bench

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"example.com/socket-tutorial/harness/loadtest"
)

// browserHeaders is about what a browser sends with each request.
const browserHeaders = "Host: 127.0.0.1\r\n" +
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0\r\n" +
	"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n" +
	"Accept-Language: en-US,en;q=0.5\r\n" +
	"Connection: keep-alive\r\n\r\n"

func get(path string) string { return "GET " + path + " HTTP/1.1\r\n" + browserHeaders }

// workloads are what the README's table has and, without -short, three more.
func workloads() []loadtest.Workload {
	once := strings.Replace(get("/1k.txt"), "keep-alive", "close", 1)
	part := strings.Replace(get("/100k.bin"), "Accept:", "Range: bytes=1000-1999\r\nAccept:", 1)
	inTable := []loadtest.Workload{
		{Name: "1 KiB, keep-alive", Request: get("/1k.txt"), Connections: 64},
		{Name: "the same, four folders deep", Request: get("/one/two/three/four/1k.txt"), Connections: 64},
		{Name: "1 KiB, new connection", Request: once, Connections: 64, NewConnection: true},
		{Name: "100 KiB", Request: get("/100k.bin"), Connections: 64},
		{Name: "listing of 1,000", Request: get("/list-1000/"), Connections: 16},
		{Name: "404", Request: get("/nothing"), Connections: 64},
		{Name: "a range of 1,000 bytes", Request: part, Connections: 64},
	}
	if testing.Short() {
		return inTable
	}
	return append(inTable,
		loadtest.Workload{Name: "1 KiB, new connection, one at a time", Request: once, Connections: 1, NewConnection: true},
		loadtest.Workload{Name: "100 MiB", Request: get("/100m.bin"), Connections: 1},
		// From the second one on, within the second for which it is kept.
		loadtest.Workload{Name: "listing of 100,000, again", Request: get("/list-100000/"), Connections: 1},
	)
}

// BenchmarkFileServer prints what each workload costs as soon as it is known,
// and the table at the end.
func BenchmarkFileServer(b *testing.B) {
	servers := startServers(b, makeTree(b))
	var results []loadtest.Result
	for _, workload := range workloads() {
		b.Run(workload.Name, func(b *testing.B) {
			result, err := loadtest.Compare(workload, serversFor(workload, servers))
			require.NoError(b, err)
			for i, cost := range result.Costs {
				if i > 0 {
					b.ReportMetric(cost.Ratio, "×"+cost.Server)
				}
			}
			b.ReportMetric(float64(result.Costs[0].CPU)/1e3, "cpu-µs/req")
			b.ReportMetric(result.Costs[0].PerSecond, "req/s")
			b.ReportMetric(0, "ns/op")
			results = append(results, result)
		})
	}
	fmt.Printf("\n%s, %d × %s, %s; CPU time for each request, medians of interleaved rounds, ratio ours : theirs\n\n",
		time.Now().Format(time.DateOnly), runtime.NumCPU(), runtime.GOARCH, versions())
	loadtest.WriteTable(os.Stdout, results)
	if *update {
		for _, readme := range []string{"../README.md", "../README.zh-CN.md"} {
			require.NoError(b, fillIn(readme, results))
		}
	}
}

// serversFor leaves out CPython but for one new connection at a time: its
// HTTP/1.0 closes each, and its backlog of 5 drops what 64 clients send.
func serversFor(workload loadtest.Workload, servers []*loadtest.Server) []*loadtest.Server {
	var fit []*loadtest.Server
	for _, server := range servers {
		if server.Name != "CPython" || workload.Connections == 1 && workload.NewConnection {
			fit = append(fit, server)
		}
	}
	return fit
}

// versions says what was compared.
func versions() string {
	said := []string{runtime.Version()}
	for _, command := range [][]string{{"nginx", "-v"}, {"lighttpd", "-v"}, {"uname", "-sr"}} {
		if out, err := exec.Command(command[0], command[1]).CombinedOutput(); err == nil {
			line, _, _ := strings.Cut(string(out), "\n")
			said = append(said, strings.TrimPrefix(line, "nginx version: "))
		}
	}
	return strings.Join(said, ", ")
}

// BenchmarkSyscalls counts system calls, which are steady where times are not.
func BenchmarkSyscalls(b *testing.B) {
	servers := startServers(b, makeSmallTree(b))
	workload := loadtest.Workload{Name: "1 KiB, keep-alive", Request: get("/1k.txt"), Connections: 8}
	for _, server := range serversFor(workload, servers) {
		b.Run(server.Name, func(b *testing.B) {
			calls, err := loadtest.Syscalls(workload, server, 2_000)
			if err != nil {
				b.Skip(err)
			}
			b.ReportMetric(calls, "syscalls/req")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkIdle shows what a connection costs that waits for its next request.
func BenchmarkIdle(b *testing.B) {
	const connections = 5_000
	servers := startServers(b, makeSmallTree(b))
	workload := loadtest.Workload{Name: "idle", Request: get("/1k.txt")}
	for _, server := range serversFor(workload, servers) {
		b.Run(server.Name, func(b *testing.B) {
			kib, err := loadtest.Idle(workload, server, connections)
			if err != nil {
				b.Skip(err)
			}
			b.ReportMetric(kib, "KiB/connection")
			b.ReportMetric(0, "ns/op")
		})
	}
}
