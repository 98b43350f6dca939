package io.cohortsync.demo;

/** A bulk job as assertions and the demo may see it. */
public record JobView(String id, String status, int devices, int polls, boolean registers) {}
