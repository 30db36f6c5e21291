// Package parity holds our file server against CPython's: its tests replay
// recorded exchanges and report every difference in status line, headers,
// body and listing.
//
// The answers in testdata/recorded.txt are Python's own. To record them again,
// with both Pythons on the PATH (or named by the environment variables
// PARITY_PYTHON2 and PARITY_PYTHON3):
//
//	go test ./05-simple-http/parity -run Parity -record
//
// Where we differ on purpose, DEVIATIONS.md says from what, and why; the tests
// read that table and fail on a difference it does not list, and on one that
// it lists and that no longer happens.
package parity
