package io.colama.server.resource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of this API for programs. */
@RestController
@RequestMapping("/api/v1/openapi.json")
final class DescriptionResource {

    /** What the API is, as OpenAPI 3.1. */
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Resource description() {
        return new ClassPathResource("/io/colama/server/openapi.json");
    }
}
