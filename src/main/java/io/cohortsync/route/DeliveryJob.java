package io.cohortsync.route;

import java.time.Instant;

/**
 * A job that Pushwoosh has accepted and not yet completed.
 *
 * @param url where its status is asked for
 * @param deadline when it is given up ({@code job-timeout})
 */
public record DeliveryJob(String url, Instant deadline) {}
