package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"example.com/socket-tutorial/harness/board"
	"example.com/socket-tutorial/harness/lang"
)

// boardPort is where the board listens unless told otherwise.
const boardPort = 8090

// reportPatience is how long a report may take: who learns need not wait for a
// board that has gone.
const reportPatience = 2 * time.Second

// errEnded says that a command that goes on until it is interrupted has been.
var errEnded = errors.New("ended, as asked")

const wantedByBoard = "board [-bind ADDR] [-file FILE] [PORT]"

// serveBoard serves the instructor's page until ctx ends.
func serveBoard(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("board", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	bind := flags.String("bind", "127.0.0.1", "")
	file := flags.String("file", filepath.Join(keptFolder(), "board.json"), "")
	port := boardPort
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return badUsage("%v; wanted: %s", lang.FlagError(err), wantedByBoard)
		}
		if args = flags.Args(); len(args) == 0 {
			break
		}
		number, err := strconv.Atoi(args[0])
		if err != nil || number < 0 || number > 65535 {
			return badUsage("%q is no port; wanted: %s", args[0], wantedByBoard)
		}
		port, args = number, args[1:]
	}
	b, err := board.Open(*file)
	if err != nil {
		return err
	}
	b.Language, b.Always = reader, flagged
	listener, err := net.Listen("tcp", net.JoinHostPort(*bind, strconv.Itoa(port)))
	if err != nil {
		return err
	}
	tellWhere(listener.Addr().(*net.TCPAddr), *file)
	server := b.Server()
	go func() {
		<-ctx.Done()
		server.Close() // pages that are open hear events for ever
	}()
	if err := server.Serve(listener); ctx.Err() == nil {
		return err
	}
	return errEnded
}

// tellWhere says at which addresses the page is, and what participants type.
func tellWhere(addr *net.TCPAddr, file string) {
	hosts := []string{addr.IP.String()}
	if addr.IP.IsUnspecified() {
		hosts = ownAddresses()
	}
	for _, host := range hosts {
		say("The board is at http://%s/", net.JoinHostPort(host, strconv.Itoa(addr.Port)))
	}
	if addr.IP.IsLoopback() {
		say("This machine alone sees it; for the room: -bind 0.0.0.0")
	}
	say("It is kept in %s; another -file begins anew.", file)
	say("Participants add -report http://%s -as NAME", net.JoinHostPort(hosts[0], strconv.Itoa(addr.Port)))
}

// ownAddresses returns the IPv4 addresses of this machine that others may reach,
// or at least its own.
func ownAddresses() []string {
	var hosts []string
	addresses, _ := net.InterfaceAddrs() // without them: 127.0.0.1
	for _, address := range addresses {
		if prefix, ok := address.(*net.IPNet); ok && prefix.IP.To4() != nil && prefix.IP.IsGlobalUnicast() {
			hosts = append(hosts, prefix.IP.String())
		}
	}
	return append(hosts, "127.0.0.1")
}

// keptFolder is where a board is kept: the user's folder for such things.
func keptFolder() string {
	folder, err := os.UserCacheDir()
	if err != nil {
		folder = os.TempDir()
	}
	return filepath.Join(folder, "socket-tutorial")
}

// send tells the board, if there is one, how far this run came. That it cannot be
// reached is said, and is no failure.
func (o options) send(ctx context.Context, tallies []*tally) {
	if o.report == "" {
		return
	}
	r := board.Report{Name: o.as}
	for _, t := range tallies {
		passed, total := t.all()
		r.Stages = append(r.Stages, board.Stage{Number: t.stage.Number, Passed: passed, Total: total, Check: t.first,
			TODO: o.todo(t.stage, path.Base(t.first)), Broken: !t.notRun.IsZero()})
	}
	if err := post(ctx, strings.TrimSuffix(o.report, "/")+"/report", r); err != nil {
		complain("the board was not told: %v", lang.Of(err))
	}
}

func post(ctx context.Context, url string, r board.Report) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, reportPatience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Language", reader.Tag())
	// Without a proxy: the board is in the room.
	answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		why, _ := io.ReadAll(io.LimitReader(answer.Body, 200)) // the status says enough
		return fmt.Errorf("%s: %s", answer.Status, strings.TrimSpace(string(why)))
	}
	return nil
}
