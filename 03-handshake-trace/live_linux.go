package main

func watch(o options) error { return nil }
