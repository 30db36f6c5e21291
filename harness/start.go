package main

func start(root string, args []string) error { return nil }
