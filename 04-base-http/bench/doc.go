// Package bench holds the benchmarks of basehttp: what parsing a request and
// sending a response cost, between a floor (fixed bytes over Go's net, nothing
// parsed) and net/http. Each is a process of its own:
//
//	go test -run '^$' -bench . ./04-base-http/...
package bench
