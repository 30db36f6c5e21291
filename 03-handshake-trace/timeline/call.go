package timeline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is one system call of one end's program. A field that the call has no
// use for is zero.
type Call struct {
	Name     string        // the system call's own, as in its man page: "connect"
	FD       int           // the descriptor it is made on; 0 for socket and sleep, which have none
	Port     uint16        // given to bind and connect; the peer's, of a connection that accept returned
	Size     int           // listen's backlog; the bytes that recv has room for
	Option   string        // what setsockopt sets ("REUSEADDR") and shutdown shuts ("SHUT_WR")
	Data     string        // the bytes that send was given, or that recv returned
	Pause    time.Duration // of sleep
	Returned bool          // it has come back, and the next two count
	Result   int           // what it returned: a descriptor, a number of bytes, or 0; with an Errno 0 too, and it means nothing
	Errno    string        // the error's name, as in errno(3): "ECONNREFUSED"; empty for none
}

// String returns the call much as strace(1) prints it, but for what is the
// same in every call here: `connect(3, 5000)`, and once it has returned
// `recv(4, "Hello", 2048) = 5`.
func (c Call) String() string {
	text := fmt.Sprintf("%s(%s)", c.Name, strings.Join(c.arguments(), ", "))
	if c.Returned {
		text += " = " + c.result()
	}
	return text
}

// Outcome returns what a call returned, without the arguments that stand where
// it was entered: `accept() = 4, port 46580`, `recv() = "Hello"`.
func (c Call) Outcome() string {
	if c.Name == "recv" && c.Errno == "" {
		return fmt.Sprintf("recv() = %q", c.Data)
	}
	return c.Name + "() = " + c.result()
}

func (c Call) result() string {
	switch {
	case c.Errno != "":
		return c.Errno
	case c.Name == "accept":
		return fmt.Sprintf("%d, port %d", c.Result, c.Port)
	}
	return strconv.Itoa(c.Result)
}

// arguments returns the call's arguments as C has them.
func (c Call) arguments() []string {
	fd := strconv.Itoa(c.FD)
	switch c.Name {
	case "accept", "close":
		return []string{fd}
	case "bind", "connect":
		return []string{fd, strconv.Itoa(int(c.Port))}
	case "listen":
		return []string{fd, strconv.Itoa(c.Size)}
	case "setsockopt", "shutdown":
		return []string{fd, c.Option}
	case "send":
		return []string{fd, strconv.Quote(c.Data)}
	case "recv":
		if c.Returned && c.Errno == "" {
			return []string{fd, strconv.Quote(c.Data), strconv.Itoa(c.Size)}
		}
		return []string{fd, strconv.Itoa(c.Size)}
	case "sleep":
		return []string{c.Pause.String()}
	}
	return nil // socket
}

// names are those of all calls that are made here.
var names = []string{"socket", "setsockopt", "bind", "listen", "accept", "connect", "send", "recv", "shutdown", "close", "sleep"}

// isSymbol reports whether text may be the name of an option or an error.
func isSymbol(text string) bool {
	return strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789 ") == ""
}

// ParseCall reads back what String wrote. It fails for any other text.
func ParseCall(text string) (Call, error) {
	var c Call
	name, rest, _ := strings.Cut(text, "(")
	c.Name = name
	arguments, rest := cutArguments(rest)
	if result, returned := strings.CutPrefix(rest, " = "); returned {
		c.Returned = true
		result, port, _ := strings.Cut(result, ", port ")
		var err error
		if c.Result, err = strconv.Atoi(result); err != nil {
			c.Errno = result
		}
		c.setPort(port)
	}
	c.setArguments(arguments)
	// Where they differ, something is there that no field holds.
	if !slices.Contains(names, c.Name) || !isSymbol(c.Option) || !isSymbol(c.Errno) || c.String() != text {
		return Call{}, fmt.Errorf("call: %q", text)
	}
	return c, nil
}

// cutArguments splits what stands between the parentheses, in which a quoted
// string may hold anything, and returns what follows them.
func cutArguments(text string) (arguments []string, rest string) {
	for text != "" && text[0] != ')' {
		text = strings.TrimPrefix(text, ", ")
		argument, err := strconv.QuotedPrefix(text)
		if err != nil {
			argument = text[:max(0, strings.IndexAny(text+")", ",)"))]
		}
		arguments, text = append(arguments, argument), text[len(argument):]
		if argument == "" {
			break
		}
	}
	return arguments, strings.TrimPrefix(text, ")")
}

// setArguments is the inverse of arguments. What does not belong is left out,
// and then missing from String.
func (c *Call) setArguments(arguments []string) {
	if c.Name == "sleep" && len(arguments) == 1 {
		c.Pause, _ = time.ParseDuration(arguments[0])
		return
	}
	for i, argument := range arguments {
		number, err := strconv.Atoi(argument)
		switch {
		case i == 0:
			c.FD = number
		case argument != "" && argument[0] == '"':
			c.Data, _ = strconv.Unquote(argument)
		case err != nil:
			c.Option = argument
		case c.Name == "bind" || c.Name == "connect":
			c.setPort(argument)
		default:
			c.Size = number
		}
	}
}

func (c *Call) setPort(text string) {
	if port, err := strconv.ParseUint(text, 10, 16); err == nil {
		c.Port = uint16(port)
	}
}
