package io.cohortsync;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class CohortSyncApplication {
    public static void main(String[] args) {
        SpringApplication.run(CohortSyncApplication.class, args);
    }
}
