//! Local stand-in for MotherDuck.

fn main() {}
