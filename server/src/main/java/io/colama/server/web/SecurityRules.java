package io.colama.server.web;

import io.colama.operations.Failure;
import io.colama.server.front.AccountLimits;
import io.colama.server.front.AddressRules;
import io.colama.server.front.Front;
import io.colama.server.front.ProxyFilter;
import io.colama.server.front.RequestLimits;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credentials;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;

/** What is open to everybody, and what every answer says to a browser. */
@Configuration(proxyBeanMethods = false)
public class SecurityRules {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** What is sent without anybody being logged in. */
    private static final Set<String> BY_NOBODY =
            Set.of("/api/v1/session", "/api/v1/device/codes", "/api/v1/device/tokens");

    /** What no page here ever needs. */
    private static final String DEVICES =
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()";

    /** Names requests before anything else looks at them. */
    @Bean
    public FilterRegistrationBean<RequestIds> requestIds() {
        FilterRegistrationBean<RequestIds> first = new FilterRegistrationBean<>(new RequestIds());
        first.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return first;
    }

    /** Refuses what is too long right after that. */
    @Bean
    public FilterRegistrationBean<BodyLimit> bodyLimit(Problems problems) {
        FilterRegistrationBean<BodyLimit> second =
                new FilterRegistrationBean<>(new BodyLimit(problems));
        second.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return second;
    }

    /** Gives answers again, when it is known who asks. */
    @Bean
    public FilterRegistrationBean<RepeatFilter> repeats(
            RepeatedRequests requests, Problems problems) {
        FilterRegistrationBean<RepeatFilter> last =
                new FilterRegistrationBean<>(new RepeatFilter(requests, problems));
        last.setOrder(Ordered.LOWEST_PRECEDENCE);
        return last;
    }

    /** What is refused before any rule is asked is a problem like all others. */
    @Bean
    public RequestRejectedHandler rejections(Problems problems) {
        return (request, response, rejected) ->
                problems.malformed(
                        HttpStatus.BAD_REQUEST.value(),
                        "refused: " + String.valueOf(rejected.getMessage()),
                        request,
                        response);
    }

    /** And what is refused before it is known to be a request of somebody. */
    @Bean
    public WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadable(Problems problems) {
        return server ->
                server.addContextCustomizers(context ->
                        context.getParent()
                                .getPipeline()
                                .addValve(new UnreadableRequests(problems)));
    }

    /** Finds out where requests are from. */
    @Bean
    public FilterRegistrationBean<ProxyFilter> proxies(Front front) {
        FilterRegistrationBean<ProxyFilter> third =
                new FilterRegistrationBean<>(new ProxyFilter(front));
        third.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return third;
    }

    /** Refuses what is not meant for this server, or has a secret in its address. */
    @Bean
    public FilterRegistrationBean<AddressRules> addressRules(Front front, Problems problems) {
        FilterRegistrationBean<AddressRules> fourth =
                new FilterRegistrationBean<>(new AddressRules(front, problems::refuse));
        fourth.setOrder(Ordered.HIGHEST_PRECEDENCE + 3);
        return fourth;
    }

    /** Refuses what comes too often from one address. */
    @Bean
    public FilterRegistrationBean<RequestLimits> requestLimits(
            Front front, Clock clock, Problems problems) {
        FilterRegistrationBean<RequestLimits> fifth =
                new FilterRegistrationBean<>(
                        new RequestLimits(front.limits(), clock, problems::refuse));
        fifth.setOrder(Ordered.HIGHEST_PRECEDENCE + 4);
        return fifth;
    }

    /** The rules. */
    @Bean
    public SecurityFilterChain rules(
            HttpSecurity http,
            Accounts accounts,
            Credentials credentials,
            Problems problems,
            Front front,
            Clock clock) {
        AccountLimits limits = new AccountLimits(front.limits(), clock, problems::refuse);
        return http.sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .csrf(csrf ->
                        // Every request is authenticated anew here: a token that changed each time
                        // would refuse a browser that sends two requests at once.
                        csrf.spa()
                                .requireCsrfProtectionMatcher(SecurityRules::isForgeable)
                                .sessionAuthenticationStrategy(
                                        new NullAuthenticatedSessionStrategy()))
                .headers(headers ->
                        headers.contentSecurityPolicy(
                                        policy -> policy.policyDirectives(Pages.POLICY))
                                .referrerPolicy(policy ->
                                        policy.policy(
                                                ReferrerPolicyHeaderWriter.ReferrerPolicy
                                                        .NO_REFERRER))
                                .permissionsPolicyHeader(policy -> policy.policy(DEVICES))
                                .httpStrictTransportSecurity(
                                        tls -> tls.includeSubDomains(false))) // they are not ours
                .addFilterBefore(
                        new CredentialFilter(accounts, credentials, limits),
                        AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests ->
                        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, BY_NOBODY.toArray(String[]::new))
                                .permitAll()
                                .requestMatchers(
                                        HttpMethod.GET, "/api/v1/login-methods", "/api/v1/login/**")
                                .permitAll()
                                .requestMatchers(
                                        HttpMethod.GET,
                                        "/health/**",
                                        "/health",
                                        "/api/v1/openapi.json")
                                .permitAll()
                                .requestMatchers(Pages::areAskedFor)
                                .permitAll()
                                .requestMatchers("/metrics")
                                .access((who, _) -> new AuthorizationDecision(isWatcher(who.get())))
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(
                                        (request, response, _) -> {
                                            response.setHeader("WWW-Authenticate", "Bearer");
                                            problems.write(
                                                    Failure.REFUSED,
                                                    401,
                                                    "log in, or show a token that is still good",
                                                    request,
                                                    response);
                                        })
                                .accessDeniedHandler((request, response, denied) ->
                                        problems.write(
                                                Failure.REFUSED,
                                                403,
                                                "refused: " + String.valueOf(denied.getMessage()),
                                                request,
                                                response)))
                .build();
    }

    /**
     * Whether somebody may see numbers about all: an administrator, also by a token that only
     * reads. Who saw how much is stored while he uploads would learn what was there before.
     */
    private static boolean isWatcher(@Nullable Authentication who) {
        return who != null
                && who.getPrincipal() instanceof Caller caller
                && caller.account().administrator();
    }

    /**
     * Whether a browser could be made to send a request by another site. A login is JSON, which no
     * form can send, and has to work while the cookie of an old session is still there; the same
     * for the codes of command lines, to which a session means nothing.
     */
    private static boolean isForgeable(HttpServletRequest request) {
        return !HARMLESS.contains(request.getMethod())
                && !(request.getMethod().equals("POST")
                        && BY_NOBODY.contains(request.getRequestURI()))
                && CredentialFilter.token(request).isEmpty()
                && CredentialFilter.session(request).isPresent();
    }
}
