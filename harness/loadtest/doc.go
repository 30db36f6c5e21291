// Package loadtest compares servers by what a request costs them. They run as
// processes of their own and take turns, so that a noisy machine disturbs all
// of them alike: what counts is the CPU time for each request, and its ratio
// to another server's in the same round. Figures are medians of rounds.
//
//	server.go        starts a server and waits for it
//	self.go          the servers that are in the test binary
//	nginx.go         nginx, to compare with
//	cpu_linux.go     the CPU time that a process has used
//	client.go        sends requests and reads whole responses
//	compare.go       rounds, medians, ratios
//	table.go         the table of results
//	memory_linux.go  what an idle connection costs
//	syscalls.go      system calls for each request, by strace
package loadtest
