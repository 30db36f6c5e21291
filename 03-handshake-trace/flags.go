package main

import (
	"errors"
	"flag"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/socket-tutorial/03-handshake-trace/scenario"
	"example.com/socket-tutorial/03-handshake-trace/words"
	"example.com/socket-tutorial/harness/lang"
)

// options are the flags.
type options struct {
	scenario  string
	mode      string
	delay     time.Duration
	step      bool
	explain   explained
	file      string
	conn      int
	directory string
	port      int
}

// maxDelay keeps the round trip below the second after which a SYN is sent
// again.
const maxDelay = 450 * time.Millisecond

func parse(args []string) (options, error) {
	var o options
	asked, args, err := lang.TakeFlag(args)
	reader, _ = words.Languages.Choose("") // in which to say that it is none
	if err != nil {
		return o, err
	}
	language, err := words.Languages.Choose(asked)
	if err != nil {
		return o, err
	}
	reader = language
	flags := o.flags()
	if err := flags.Parse(joinExplain(args)); errors.Is(err, flag.ErrHelp) {
		help(stdout, flags)
		return o, err
	} else if err != nil {
		return o, lang.FlagError(err)
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if flags.NArg() > 0 {
		return o, lang.Errorf("%q is not a flag", flags.Arg(0))
	}
	return o, o.check(given)
}

// flags returns the flags, of which bad usage is one line and not all of the help.
func (o *options) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("03-handshake-trace", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.scenario, "s", "echo", say("a `scenario`, or all, list, or recorded (files of all)"))
	flags.StringVar(&o.mode, "mode", "auto", say("wire (a cable in Go), lo, or auto: the best there is"))
	flags.DurationVar(&o.delay, "delay", 50*time.Millisecond, say("how long a segment is on the wire, up to 450ms"))
	flags.BoolVar(&o.step, "step", false, say("deliver a segment at each Enter; x and Enter loses it; with -r, show one"))
	flags.Var(&o.explain, "explain", say("take segment `N` apart, byte by byte; without N the first SYN"))
	flags.StringVar(&o.file, "r", "", say("show the connections in this capture (`FILE`.pcap or .pcapng)"))
	flags.IntVar(&o.conn, "conn", 0, say("of a capture with several connections, draw this one, from 1"))
	flags.StringVar(&o.directory, "o", "", say("write .html, .pcapng, .svg and .txt to this `directory`"))
	flags.IntVar(&o.port, "port", 0, say("watch traffic on lo to this `port`, until Ctrl-C; with -r, choose by it"))
	flags.String("lang", "", say("speak this `language`, en or zh, and not that of the locale")) // taken out by now
	return flags
}

// explained is the flag -explain, which may have a number and need not.
type explained struct {
	wanted bool
	number int // of the segment; 0 for the first SYN
}

func (e explained) String() string { return "" }

// IsBoolFlag says that -explain may stand alone.
func (e explained) IsBoolFlag() bool { return true }

// Set takes "true", which stands for no value, or a number.
func (e *explained) Set(text string) (err error) {
	if e.wanted = text != "false"; e.wanted && text != "true" {
		if e.number, err = strconv.Atoi(text); err != nil || e.number < 1 {
			return lang.Errorf("give the number of a segment")
		}
	}
	return nil
}

// joinExplain turns "-explain 4" into "-explain=4", as the flag package takes
// what follows a flag that may stand alone for something else.
func joinExplain(args []string) []string {
	var joined []string
	for i := 0; i < len(args); i++ {
		if name := strings.TrimLeft(args[i], "-"); name == "explain" && name != args[i] && i+1 < len(args) {
			if _, err := strconv.Atoi(args[i+1]); err == nil {
				joined = append(joined, args[i]+"="+args[i+1])
				i++
				continue
			}
		}
		joined = append(joined, args[i])
	}
	return joined
}

// excluded are the flags that mean nothing beside these two, which run nothing.
var excluded = map[string][]string{
	"r":    {"s", "mode", "delay"},
	"port": {"s", "mode", "delay", "step", "explain"},
}

// check says what is wrong with the flags.
func (o options) check(given map[string]bool) error {
	for flag, others := range excluded {
		for _, other := range others {
			if given[flag] && given[other] && !(flag == "port" && given["r"]) {
				return lang.Errorf("-%s and -%s exclude each other", flag, other)
			}
		}
	}
	if _, ok := scenario.Find(o.scenario); !ok && !slices.Contains([]string{"all", "list", "recorded"}, o.scenario) {
		if near := scenario.Near(o.scenario); near != "" {
			return lang.Errorf("there is no scenario %q; did you mean %s? -s list shows them all", o.scenario, near)
		}
		return lang.Errorf("there is no scenario %q; -s list shows them all", o.scenario)
	}
	switch {
	case given["r"] && o.file == "":
		return lang.Errorf("-r: name a file")
	case o.scenario == "recorded" && o.directory == "":
		return lang.Errorf("-s recorded writes files: name a directory with -o")
	case o.mode != "auto" && o.mode != "wire" && o.mode != "lo":
		return lang.Errorf("-mode %s: choose auto, wire or lo", o.mode)
	case o.delay < 0 || o.delay > maxDelay:
		return lang.Errorf("-delay %v: choose 0s to %v", o.delay, maxDelay)
	case given["port"] && (o.port < 1 || o.port > 65535):
		return lang.Errorf("-port %d: choose 1 to 65535", o.port)
	case given["conn"] && !given["r"]:
		return lang.Errorf("-conn chooses from a capture: give it with -r")
	case given["conn"] && (o.conn < 1 || given["port"]):
		return lang.Errorf("-conn %d: choose 1 or more, or a connection by -port", o.conn)
	case o.step && o.scenario == "all":
		return lang.Errorf("-step goes through one scenario: name it with -s")
	case o.step && o.mode == "lo":
		return lang.Errorf("-step needs the wire: on lo nothing can be held")
	}
	return nil
}
