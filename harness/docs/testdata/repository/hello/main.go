// Command hello is what the example lessons run: it says hello, waits for ^C if
// told to, listens after a while, and may fail.
package main

import (
	"fmt"
	"net"
	"os"
	"os/signal"
	"time"
)

type greeter struct{ name string }

// greet prints the greeting.
func (g *greeter) greet() {
	fmt.Println("hello", g.name)
}

func main() {
	// Before the greeting: ^C may follow it at once.
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	g := &greeter{name: "world"}
	g.greet()
	if len(os.Args) < 2 {
		return
	}
	switch os.Args[1] {
	case "wait":
		<-interrupted
		fmt.Println("bye")
	case "newline":
		<-interrupted
		fmt.Println("\nbye")
	case "listen":
		time.Sleep(300 * time.Millisecond)
		fmt.Println("listening")
		net.Listen("tcp", "127.0.0.1:0")
		<-interrupted
	case "fail":
		os.Exit(3)
	case "die":
		<-interrupted
		os.Exit(3)
	}
}
