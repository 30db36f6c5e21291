// Package right has the programs that wrong ones are made of: each passes every
// check of its stage, and each of its decisions is a field, which a mistake
// replaces.
//
//	EchoServer   stage 01
//	EchoClient   stage 02
//	Headers, Scenarios   stage 03: a decoder, and recordings of what was seen
//	Server       stage 04, and how the two below speak HTTP
//	Files        stage 05
//	Application  stage 06
//
// They are as simple as they can be for that, and not to be learnt from: the
// stages themselves are.
package right
