package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"example.com/socket-tutorial/harness/lang"
)

const examples lang.Format = `Usage: go run ./03-handshake-trace [flags]

Runs a client and a server and shows what the kernel does at both ends.

  go run ./03-handshake-trace                    the article's echo, from SYN on
  go run ./03-handshake-trace -s list            what there is to see
  go run ./03-handshake-trace -s noaccept        one of it
  go run ./03-handshake-trace -s all -o DIR      everything, and files of it
  go run ./03-handshake-trace -s recorded -o DIR the same, as it was recorded
  go run ./03-handshake-trace -explain           the first SYN byte by byte
  go run ./03-handshake-trace -explain 4         segment 4
  go run ./03-handshake-trace -step              each segment at your command
  go run ./03-handshake-trace -r FILE            a capture of anybody's
  go run ./03-handshake-trace -r FILE -conn 2    its second connection
  go run ./03-handshake-trace -port 5000         your own programs, live (root)
  go run ./03-handshake-trace -lang zh           in Chinese
`

// help says what -h asks for: as package flag does, but for the language.
func help(out io.Writer, flags *flag.FlagSet) {
	fmt.Fprintln(out, say(examples))
	flags.VisitAll(func(f *flag.Flag) {
		name, usage := flag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "0" && f.DefValue != "false" {
			usage = say("%s (default %s)", usage, f.DefValue)
		}
		fmt.Fprintf(out, "  %s\n    \t%s\n", strings.TrimSpace("-"+f.Name+" "+name), usage)
	})
}
