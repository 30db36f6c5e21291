package main

import (
	"testing"

	"example.com/socket-tutorial/harness/stagetest"
)

func TestMain(m *testing.M) { stagetest.Main(m, main) }

func TestSolution(t *testing.T) { stagetest.VerifySolution(t, "02") }
