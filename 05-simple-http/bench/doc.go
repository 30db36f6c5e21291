// Package bench holds the file server's benchmarks. It compares ours with
// net/http's FileServer and, where they are installed, with nginx, lighttpd
// and CPython (PYTHON3 names another python3), each a process of its own with
// its access log on, in one run:
//
//	go test -run '^$' -bench . ./05-simple-http/...
//
// What it prints at the end is a table for a README.
package bench
