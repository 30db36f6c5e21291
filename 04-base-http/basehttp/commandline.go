package basehttp

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
)

// DefaultPort is where the commands listen unless told otherwise.
const DefaultPort = 8000

// ParseArgs parses a command's arguments: flags, and at most one port, which
// may stand before or between them. It prints flags.Usage and ends the program
// after -h (status 0), and one line after bad usage (status 2).
func ParseArgs(flags *flag.FlagSet, args []string) (port int) {
	flags.Init(flags.Name(), flag.ContinueOnError)
	port, err := parseArgs(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(os.Stdout)
		flags.Usage()
		os.Exit(0)
	case err != nil:
		fmt.Fprintf(os.Stderr, "%s: %v (-h shows how to use it)\n", flags.Name(), err)
		os.Exit(2)
	}
	return port
}

func parseArgs(flags *flag.FlagSet, args []string) (int, error) {
	port, seen := DefaultPort, false
	for {
		if err := parseFlags(flags, args); err != nil {
			return 0, err
		}
		if flags.NArg() == 0 {
			return port, nil
		}
		if seen {
			return 0, fmt.Errorf("%q: one port is enough", flags.Arg(0))
		}
		n, err := strconv.ParseUint(flags.Arg(0), 10, 16)
		if err != nil {
			return 0, fmt.Errorf("%q is not a port, which is a number from 0 (any free one) to 65535", flags.Arg(0))
		}
		port, seen, args = int(n), true, flags.Args()[1:]
	}
}

// parseFlags is flags.Parse without the usage that it prints for each error.
func parseFlags(flags *flag.FlagSet, args []string) error {
	usage := flags.Usage
	defer func() { flags.Usage = usage }()
	flags.Usage = func() {}
	flags.SetOutput(io.Discard)
	return flags.Parse(args)
}
