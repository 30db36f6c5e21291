package main

import (
	"errors"
	"flag"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/check"
	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/program"
	"example.com/socket-tutorial/harness/stages"
	"example.com/socket-tutorial/harness/words"
)

// usageError is a mistake in the command line: exit status 2.
type usageError struct{ lang.Text }

func (e *usageError) Error() string { return e.String() }

func badUsage(format lang.Format, args ...any) error { return &usageError{lang.Say(format, args...)} }

// options is the command line, read.
type options struct {
	list, article, watch, verbose, json bool
	addr                                string
	patience                            time.Duration
	report, as                          string // where a board is, and who reports
	stages                              []check.Stage
	check                               string   // the name behind STAGE/; empty: all
	dir                                 string   // a folder with one program; empty: none
	own                                 string   // a folder with a program for each stage; empty: none
	command                             []string // what stands after --; nil: none
	root                                string   // of the clone
}

// parse reads the command line. Flags may stand before and behind the
// positional arguments, as in Python; the command after -- is left alone.
func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("harness", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	o.define(flags)
	var positional []string
	for i, arg := range args {
		if arg == "--" {
			args, o.command = args[:i], args[i+1:]
			if len(o.command) == 0 {
				return o, badUsage("no command after --")
			}
			break
		}
	}
	for rest := args; ; {
		if err := flags.Parse(rest); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				help(flags)
				return o, err
			}
			return o, badUsage("%v; see -h", lang.FlagError(err))
		}
		if flags.NArg() == 0 {
			break
		}
		positional = append(positional, flags.Arg(0))
		rest = flags.Args()[1:]
	}
	return o, o.resolve(positional)
}

// define adds the flags. That of the language is here for -h: it is taken out of the
// command line before anything is said.
func (o *options) define(flags *flag.FlagSet) {
	flags.BoolVar(&o.list, "list", false, in("list the checks and run none"))
	flags.BoolVar(&o.article, "article", false, in("run only the checks that the article's own programs pass"))
	flags.StringVar(&o.addr, "addr", "", in("`HOST:PORT` of a program whose port is fixed; of the harness in stage 02"))
	flags.DurationVar(&o.patience, "patience", check.Patience, in("how `LONG` each wait lasts, at most: more for a slow machine, or a program in a debugger"))
	flags.BoolVar(&o.watch, "watch", false, in("check again whenever a file is saved"))
	flags.BoolVar(&o.verbose, "v", false, in("tell every failure in full, and the steps of passed checks"))
	flags.BoolVar(&o.json, "json", false, in("print one line of JSON for each check"))
	flags.StringVar(&o.report, "report", "", in("send the result to the board at this `URL`"))
	flags.StringVar(&o.as, "as", "", in("your `NAME` on the board"))
	flags.String("lang", "", in("the `LANGUAGE` to answer in: %s; without it, that of the locale (LC_ALL, LC_MESSAGES, LANG)",
		lang.Or(words.Languages.Tags()...)))
}

// resolve finds what the positional arguments name.
func (o *options) resolve(positional []string) error {
	o.stages = stages.All()
	if (o.report == "") != (o.as == "") {
		return badUsage("-report URL and -as NAME go together")
	}
	if where, err := url.Parse(o.report); err != nil || o.report != "" && (where.Scheme != "http" || where.Host == "") {
		return badUsage("-report %s: wanted a URL, such as http://192.168.1.5:8090", o.report)
	}
	if o.patience <= 0 {
		return badUsage("-patience %v: wanted a time above 0, such as 10s", o.patience)
	}
	if len(positional) > 2 || len(positional) == 2 && o.command != nil {
		return badUsage("%q is too much: at most STAGE and one program; see -h", positional[len(positional)-1])
	}
	if len(positional) == 0 && (o.command != nil || o.addr != "") {
		return badUsage("name the stage of the program: go run ./harness 01 …")
	}
	if len(positional) == 1 && o.command == nil && holdsPrograms(positional[0]) {
		o.own = positional[0]
		positional = nil
	}
	if len(positional) > 0 {
		stage, name, err := findCheck(positional[0])
		if err != nil {
			return err
		}
		o.stages, o.check = []check.Stage{stage}, name
	}
	if len(positional) == 2 {
		o.dir = positional[1]
		if info, err := os.Stat(o.dir); err != nil || !info.IsDir() {
			return badUsage("%s is no folder; a command goes after --", o.dir)
		}
	}
	if o.addr != "" {
		_, port, err := net.SplitHostPort(o.addr)
		if err != nil || port == "" {
			return badUsage("-addr %s: wanted HOST:PORT, such as 127.0.0.1:5000", o.addr)
		}
		if number, err := strconv.Atoi(port); err != nil || number < 1 || number > 65535 {
			return badUsage("-addr %s: a port is a number from 1 to 65535", o.addr)
		}
	}
	if o.article && o.check != "" && len(o.choose(o.stages[0])) == 0 {
		return badUsage("%s/%s is beyond the article's level: leave -article out", o.stages[0].Number, o.check)
	}
	return o.knowsPort()
}

// holdsPrograms reports whether dir is one that "start all" has made: not the
// clone, whose stages are ours, but a folder with folders of their names.
func holdsPrograms(dir string) bool {
	if _, isStage := stages.Find(dir); isStage || isWorkspace(dir) {
		return false
	}
	return slices.ContainsFunc(stages.All(), func(stage check.Stage) bool { return isFolder(filepath.Join(dir, stage.Folder)) })
}

// knowsPort refuses a command that does not say where it will listen.
func (o *options) knowsPort() error {
	command := program.Command{Args: o.command}
	if o.command == nil || o.addr != "" || len(o.stages[0].Args) == 0 || command.Mentions("{port}", "{addr}") {
		return nil
	}
	return badUsage("which port does the command use? Put {port} or {addr} into it, or say -addr HOST:PORT if it is fixed")
}

// findCheck finds "04", "04-base-http" or "04/split-request".
func findCheck(address string) (check.Stage, string, error) {
	number, name, named := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(address, "./"), "/"), "/")
	stage, found := stages.Find(number)
	if !found {
		if info, err := os.Stat(address); err == nil && info.IsDir() {
			return stage, "", badUsage("of which stage is the program in %s? For example: go run ./harness 04 %s", address, address)
		}
		return stage, "", badUsage("there is no stage %q; the stages are 01 to 06", number)
	}
	if _, found := stage.Find(name); named && !found {
		return stage, "", badUsage("stage %s has no check %q; see: go run ./harness -list %s", stage.Number, name, stage.Number)
	}
	return stage, name, nil
}
