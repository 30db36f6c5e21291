// Package bench holds the benchmarks of hello world in HTTP/1.1: a handler of
// one's own, an http.Handler over the bridge, net/http, and nginx where it is
// installed, each a process of its own:
//
//	go test -run '^$' -bench . ./06-custom-handler/...
package bench
