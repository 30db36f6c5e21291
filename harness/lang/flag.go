package lang

import "regexp"

// What package flag says of a command line.
var flagErrors = []struct {
	pattern *regexp.Regexp
	says    Format
}{
	{regexp.MustCompile(`^flag provided but not defined: -(\S+)$`), "flag provided but not defined: -%s"},
	{regexp.MustCompile(`^flag needs an argument: -(\S+)$`), "flag needs an argument: -%s"},
	{regexp.MustCompile(`^bad flag syntax: (.+)$`), "bad flag syntax: %s"},
	{regexp.MustCompile(`^invalid (?:boolean )?value (".*") for (?:flag )?-(\S+): parse error$`), "invalid value %s for -%s: parse error"},
	{regexp.MustCompile(`^invalid (?:boolean )?value (".*") for (?:flag )?-(\S+): value out of range$`), "invalid value %s for -%s: value out of range"},
	{regexp.MustCompile(`^invalid (?:boolean )?value (".*") for (?:flag )?-(\S+): (.+)$`), "invalid value %s for -%s: %s"},
}

// FlagError returns err, of package flag, as an error that has a language. Others
// are returned as they are.
func FlagError(err error) error {
	for _, known := range flagErrors {
		if found := known.pattern.FindStringSubmatch(err.Error()); found != nil {
			var args []any
			for _, part := range found[1:] {
				args = append(args, Text{Format: Format(part)}) // a reason of the program's own may have a translation
			}
			return Errorf(known.says, args...)
		}
	}
	return err
}
