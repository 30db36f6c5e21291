package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/report"
)

// doctorPatience bounds the whole examination.
const doctorPatience = 90 * time.Second

// finding is one line of the examination.
type finding struct {
	verdict rune // ✓ as it should be, – could be better, ✗ in the way
	says    lang.Text
}

// doctor looks at what a workshop needs of this machine, and says of each in one
// line what it found and, where something is in the way, what to do. It reports
// whether something is.
func doctor(ctx context.Context, root string, args []string) (failed bool, err error) {
	if len(args) > 0 {
		return false, badUsage("doctor takes no arguments")
	}
	ctx, cancel := context.WithTimeout(ctx, doctorPatience)
	defer cancel()
	for _, examine := range []func(context.Context, string) []finding{goVersion, goBuilds, ports, loopbackTwo, shared, tools, proxy, descriptors, clock} {
		for _, f := range examine(ctx, root) {
			printf("%s\n", report.Wrap(string(f.verdict)+" "+f.says.In(reader), 2))
			failed = failed || f.verdict == '✗'
		}
		if ctx.Err() != nil {
			return failed, ctx.Err()
		}
	}
	return failed, nil
}

func goVersion(context.Context, string) []finding {
	return []finding{{'✓', lang.Say("%s on %s/%s; the tutorial needs 1.25 or newer", runtime.Version(), runtime.GOOS, runtime.GOARCH)}}
}

// goBuilds builds a stage, which needs its modules, the compiler and a folder for
// both.
func goBuilds(ctx context.Context, root string) []finding {
	bin, err := os.MkdirTemp("", "harness-bin-")
	if err != nil {
		return []finding{{'✗', lang.Say("no temporary folder: %v; set TMPDIR", err)}}
	}
	defer os.RemoveAll(bin)
	started := time.Now()
	path := filepath.Join(bin, "hello")
	if err := build(ctx, filepath.Join(root, "06-custom-handler"), path, "."); err != nil {
		return []finding{{'✗', lang.Say("go build ./06-custom-handler: %s; once, with a network: go test -run '^$' work", firstLine(lang.Of(err).In(reader)))}}
	}
	return []finding{{'✓', lang.Say("a stage builds, in %.1f s", time.Since(started).Seconds())}, runs(ctx, executable(path))}
}

// runs starts what was built: some systems let nobody run what lies in a
// temporary folder, and some virus scanners want to look at it first.
func runs(ctx context.Context, path string) finding {
	started := time.Now()
	if err := exec.CommandContext(ctx, path, "-h").Run(); err != nil {
		return finding{'✗', lang.Say("what is built in %s cannot be run: %v; set TMPDIR, or ask the virus scanner to let it", os.TempDir(), err)}
	}
	return finding{'✓', lang.Say("it runs, after %.1f s", time.Since(started).Seconds())}
}

// ports are those that the lessons use. The harness chooses free ones by itself.
func ports(context.Context, string) []finding {
	var all []finding
	for _, addr := range []string{"127.0.0.1:5000", "127.0.0.1:8000"} {
		listener, err := net.Listen("tcp", addr)
		if err == nil {
			listener.Close()
			all = append(all, finding{'✓', lang.Say("%s is free", addr)})
			continue
		}
		words := lang.Say("%v: use another port, such as -port 5001 or 8001", err)
		if runtime.GOOS == "darwin" && strings.HasSuffix(addr, ":5000") {
			words = lang.Say("%v: use another port, such as -port 5001 or 8001; it may be the AirPlay Receiver", err)
		}
		all = append(all, finding{'–', words})
	}
	return all
}

// loopbackTwo asks for IPv6, which some lessons mention and none needs.
func loopbackTwo(context.Context, string) []finding {
	listener, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		return []finding{{'–', lang.Say("no IPv6 here (::1): what the lessons say of localhost's two addresses cannot be seen")}}
	}
	listener.Close()
	return []finding{{'✓', lang.Say("::1 is there, too")}}
}

// shared is what a firewall is asked when files or the board are for the room.
func shared(ctx context.Context, _ string) []finding {
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		return []finding{{'–', lang.Say("nothing can be shared with the room: %v", err)}}
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conn.Close()
		}
	}()
	host := ownAddresses()[0]
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	conn, err := (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return []finding{{'–', lang.Say("this machine does not reach itself at %s (%v): a firewall keeps it from sharing with the room", host, err)}}
	}
	conn.Close()
	if host == "127.0.0.1" {
		return []finding{{'–', lang.Say("no network: nothing can be shared with the room; everything else works")}}
	}
	return []finding{{'✓', lang.Say("this machine reaches itself at %s; a firewall may still ask whether others may connect, when -bind 0.0.0.0 is used: allow it, for private networks", host)}}
}

// tools are those that the lessons and the try lines use.
func tools(ctx context.Context, _ string) []finding {
	var all []finding
	for _, tool := range []struct {
		name string
		use  lang.Format
	}{
		{"nc", "talks to a server by hand; ncat, or telnet, in its place"},
		{"curl", "asks for a page by hand; a browser in its place"},
		{"git", "clones and updates; this folder is here already"},
		{"python3", "the article's language; exercises in Python"},
		{"node", "exercises in Node"},
		{"cc", "exercises in C"},
	} {
		path, err := exec.LookPath(tool.name)
		if err != nil {
			all = append(all, finding{'–', lang.Say("no %s (%s)", tool.name, lang.Say(tool.use))})
			continue
		}
		all = append(all, finding{'✓', kind(ctx, tool.name, path)})
	}
	return all
}

// kind says which of several programs of one name it is, where that matters.
func kind(ctx context.Context, name, path string) lang.Text {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	switch name {
	case "python3":
		said, err := exec.CommandContext(ctx, path, "--version").Output()
		if err != nil {
			return lang.Say("%s is there, and does not run: %v", name, err)
		}
		return lang.Say("%s, %s", name, strings.TrimSpace(string(said)))
	case "nc":
		// OpenBSD's is the only one that has -N, and its help says so.
		if said, _ := exec.CommandContext(ctx, path, "-h").CombinedOutput(); !strings.Contains(string(said), "-N") {
			return lang.Say("%s, another one than OpenBSD's: leave -N out of the try lines, and end with Ctrl-C", name)
		}
	}
	return lang.Verbatim(name)
}

// proxy asks whether curl would go to 127.0.0.1 by way of a proxy.
func proxy(context.Context, string) []finding {
	request, err := http.NewRequest(http.MethodGet, "http://example.com", nil)
	if err != nil {
		return nil
	}
	if where, err := http.ProxyFromEnvironment(request); err == nil && where != nil && !strings.Contains(os.Getenv("no_proxy")+os.Getenv("NO_PROXY"), "127.0.0.1") {
		return []finding{{'–', lang.Say("http_proxy is set: curl asks it for 127.0.0.1, too, unless no_proxy=127.0.0.1,localhost")}}
	}
	return []finding{{'✓', lang.Say("no proxy stands between curl and 127.0.0.1")}}
}

// descriptors opens as many sockets as the check of a hundred clients does.
func descriptors(context.Context, string) []finding {
	const wanted = 300
	var open []net.Listener
	defer func() {
		for _, listener := range open {
			listener.Close()
		}
	}()
	for range wanted {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if program.IsOutOfFiles(err) {
			return []finding{{'✗', lang.Say("no more than %d files can be open: ulimit -n 1024", len(open))}}
		}
		if err == nil {
			open = append(open, listener)
		}
	}
	return []finding{{'✓', lang.Say("%d sockets can be open at a time", len(open))}}
}

// clock says what the logs will show: HTTP's dates are in UTC, the log's are not.
func clock(context.Context, string) []finding {
	now := time.Now()
	name, offset := now.Zone()
	if now.Year() < 2025 {
		return []finding{{'✗', lang.Say("the clock says %s: set it; certificates and dates depend on it", now.Format(time.RFC1123Z))}}
	}
	return []finding{{'✓', lang.Say("the time zone is %s (%+.1f h): the log has %s, the Date header %s", name, float64(offset)/3600, now.Format("15:04"), now.UTC().Format("15:04"))}}
}
