package io.colama.server.resource;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** All resources. */
@Configuration(proxyBeanMethods = false)
@Import({
    AccessResource.class,
    AccountsResource.class,
    ActivityResource.class,
    AuditResource.class,
    DescriptionResource.class,
    DeviceResource.class,
    GroupsResource.class,
    InsideResource.class,
    LoginResource.class,
    MachinesResource.class,
    RevisionsResource.class,
    SavingsResource.class,
    SearchResource.class,
    SessionResource.class,
    TokensResource.class
})
public class Resources {}
