// Package terminal has only tests: what each command prints to a terminal of 80
// columns, to one whose reader wants no colour, and into a pipe.
package terminal
