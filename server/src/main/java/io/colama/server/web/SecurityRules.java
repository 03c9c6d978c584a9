package io.colama.server.web;

import io.colama.operations.Failure;
import io.colama.server.people.Accounts;
import io.colama.server.people.Credentials;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;

/** What is open to everybody, and what every answer says to a browser. */
@Configuration(proxyBeanMethods = false)
public class SecurityRules {

    private static final Set<String> HARMLESS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

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

    /** What is refused before any rule is asked is a problem like all others. */
    @Bean
    public RequestRejectedHandler rejections(Problems problems) {
        return (request, response, rejected) ->
                problems.write(
                        Failure.USAGE,
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

    /** The rules. */
    @Bean
    public SecurityFilterChain rules(
            HttpSecurity http, Accounts accounts, Credentials credentials, Problems problems) {
        return http.sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .csrf(csrf -> csrf.spa().requireCsrfProtectionMatcher(SecurityRules::isForgeable))
                .headers(headers ->
                        headers.contentSecurityPolicy(
                                        policy -> policy.policyDirectives(Pages.POLICY))
                                .referrerPolicy(policy ->
                                        policy.policy(
                                                ReferrerPolicyHeaderWriter.ReferrerPolicy
                                                        .NO_REFERRER))
                                .permissionsPolicyHeader(policy -> policy.policy(DEVICES)))
                .addFilterBefore(
                        new CredentialFilter(accounts, credentials),
                        AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests ->
                        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, "/api/v1/session")
                                .permitAll()
                                .requestMatchers(
                                        HttpMethod.GET,
                                        "/health/**",
                                        "/health",
                                        "/api/v1/openapi.json")
                                .permitAll()
                                .requestMatchers(Pages::areAskedFor)
                                .permitAll()
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
     * Whether a browser could be made to send a request by another site. A login is JSON, which no
     * form can send, and has to work while the cookie of an old session is still there.
     */
    private static boolean isForgeable(HttpServletRequest request) {
        return !HARMLESS.contains(request.getMethod())
                && !(request.getMethod().equals("POST")
                        && request.getRequestURI().equals("/api/v1/session"))
                && CredentialFilter.token(request).isEmpty()
                && CredentialFilter.session(request).isPresent();
    }
}
