package io.colama.server.resource;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** All resources. */
@Configuration(proxyBeanMethods = false)
@Import({
    AboutResource.class,
    AccessResource.class,
    AccountsResource.class,
    ActivityResource.class,
    AuditResource.class,
    BillResource.class,
    CheckInsResource.class,
    DownloadsResource.class,
    EventsResource.class,
    DescriptionResource.class,
    DeviceResource.class,
    DiffResource.class,
    GroupsResource.class,
    InsideResource.class,
    InventoryResource.class,
    LoginResource.class,
    MachinesResource.class,
    RevisionsResource.class,
    SavingsResource.class,
    SearchResource.class,
    SessionResource.class,
    StatsResource.class,
    TasksResource.class,
    TokensResource.class,
    VagrantResource.class,
    VerificationsResource.class
})
public class Resources {}
