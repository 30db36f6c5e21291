package main

// nonblock is nothing: directories here hold no FIFOs.
const nonblock = 0
