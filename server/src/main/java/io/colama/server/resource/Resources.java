package io.colama.server.resource;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** All resources. */
@Configuration(proxyBeanMethods = false)
@Import({
    AboutResource.class,
    AccessResource.class,
    AccountsResource.class,
    AuditResource.class,
    CheckInsResource.class,
    DownloadsResource.class,
    EventsResource.class,
    GroupsResource.class,
    InsideResource.class,
    MachinesResource.class,
    RevisionsResource.class,
    SearchResource.class,
    SessionResource.class,
    TasksResource.class,
    TokensResource.class
})
public class Resources {}
