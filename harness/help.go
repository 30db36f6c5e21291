package main

import (
	"flag"
	"strings"

	"example.com/socket-tutorial/harness/lang"
	"example.com/socket-tutorial/harness/report"
)

// commands are the ways to call the harness.
var commands = []string{
	"[flags] [STAGE[/CHECK]] [DIR | -- COMMAND…]",
	"start STAGE|all DIR [c|python|node]",
	"solution STAGE [c|python|node]",
	"wrong [STAGE/MISTAKE]",
	"board [-bind ADDR] [-file FILE] [PORT]",
	"doctor",
}

const purpose lang.Format = "Checks the program of a stage: the stage itself, a folder with a main package, or any command, in which {host} {port} {addr} {dir} are filled in, {protocol}: HTTP/1.0, or HTTP/1.1 for the checks that are about it, {message}: what a client is to send, and {app}: hello, or app for the second half of stage 06."

var examples = []struct {
	args string
	does lang.Format
}{
	{"", "all six stages"},
	{"01", "one stage"},
	{"04/split-request -v", "one check, told step by step"},
	{"04 ~/my04", "a program of yours, in Go"},
	{"01 -- node server.js {port}", "in any language"},
	{"-addr 127.0.0.1:5000 01 -- python2.7 server.py", ""},
	{"start 04 ~/my04", "begin an exercise"},
	{"start all ~/mine", "begin all six"},
	{"~/mine", "how far all six are"},
	{"wrong", "wrong programs, by name"},
	{"doctor", "whether this machine is ready"},
}

// help prints what -h asks for.
func help(flags *flag.FlagSet) {
	first := in("usage: %s", "")
	for _, command := range commands {
		printf("%s\n", lang.Pad(first, lang.Width(in("usage: %s", "")))+"go run ./harness "+command)
		first = ""
	}
	printf("\n%s\n\n", report.Wrap(in(purpose), 0))
	for _, e := range examples {
		command := "  go run ./harness " + e.args
		if e.does != "" {
			command = lang.Pad(command, 48) + in(e.does)
		}
		printf("%s\n", command)
	}
	printf("\n%s\n", in("flags:"))
	var rows []row
	flags.VisitAll(func(f *flag.Flag) {
		argument, does := flag.UnquoteUsage(f)
		rows = append(rows, row{"  -" + strings.TrimSpace(f.Name+" "+argument), does})
	})
	table(rows)
}
