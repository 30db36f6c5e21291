// Package bench holds the file server's benchmarks. It compares ours with
// net/http's FileServer and, where they are installed, with nginx, lighttpd
// and CPython (PYTHON3 names another python3), each a process of its own with
// its access log on, in one run:
//
//	go test -run '^$' -bench . ./05-simple-http/bench
//
// What it prints at the end is a table. That of the README, seven rows of ten, is
// measured and put into its place, in both languages, in about two minutes:
//
//	go test -run '^$' -bench . -short ./05-simple-http/bench -update
package bench
