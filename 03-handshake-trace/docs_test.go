package main

import (
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
)

// What the lesson shows is what happens.
func TestDocs(t *testing.T) { stagetest.Docs(t) }
