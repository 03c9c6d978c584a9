package io.colama.inspect.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.colama.inspect.Subjects;
import io.colama.inspect.fact.SystemFacts.Account;
import io.colama.inspect.fact.SystemFacts.Interface;
import io.colama.inspect.fact.SystemFacts.NetworkFacts;
import io.colama.inspect.fact.SystemFacts.ServiceFacts;
import io.colama.inspect.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinuxFactsTest {

    @Test
    void tellsAccountsAndOnlyTheKindOfTheirPasswords() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "etc/passwd",
                                """
                                root:x:0:0:root:/root:/bin/bash
                                daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
                                ana:x:1000:1000:Ana Pérez,,,:/people/ana:/bin/zsh
                                bo::1001:1000::/people/bo:/bin/sh
                                old:abJnggxhB/yWI:1002:1000::/people/old:/bin/sh
                                """,
                                "etc/shadow",
                                """
                                root:$y$j9T$secret$hash:19000:0:99999:7:::
                                daemon:*:19000::::::
                                ana:!$6$salt$hash:19000::::::
                                """,
                                "etc/group",
                                "root:x:0:\nsudo:x:27:ana,bo\nstaff:x:1000:\n",
                                "people/ana/.ssh/authorized_keys",
                                "# mine\nssh-ed25519 AAAA ana\necdsa-sha2-nistp256 AAAA b\n"));
        Accounts accounts = new Accounts(subject);
        List<Account> users = accounts.users();
        assertThat(users)
                .extracting(Account::name, Account::password, Account::administrator, Account::keys)
                .containsExactly(
                        tuple("root", "set:yescrypt", true, 0),
                        tuple("daemon", "disabled", false, 0),
                        tuple("ana", "locked", true, 2),
                        tuple("bo", "empty", true, 0),
                        tuple("old", "set:des", false, 0));
        assertThat(users.get(2).fullName()).isEqualTo("Ana Pérez");
        assertThat(users.get(2).group()).isEqualTo("staff");
        assertThat(users.toString()).doesNotContain("secret", "hash", "salt", "abJn");
        assertThat(accounts.groups().get(1).members()).containsExactly("ana", "bo");
    }

    @Test
    void tellsServicesOfSystemdAndOfSystemV() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "etc/systemd/system/multi-user.target.wants/ssh.service@",
                                "/lib/systemd/system/ssh.service",
                                "lib/systemd/system/ssh.service",
                                "[Unit]\nDescription=OpenBSD Secure Shell server\n[Service]\nExecStart=/usr/sbin/sshd -D\n",
                                "etc/systemd/system/getty.target.wants/getty@tty1.service@",
                                "/lib/systemd/system/getty@.service",
                                "etc/systemd/system/apt-daily.timer@",
                                "/dev/null",
                                "etc/rc2.d/S01ssh@",
                                "../init.d/ssh",
                                "etc/rc2.d/S20exim4@",
                                "../init.d/exim4",
                                "etc/rc2.d/K20off@",
                                "../init.d/off"));
        List<ServiceFacts> services = new Services(subject).read();
        assertThat(services)
                .extracting(ServiceFacts::name, ServiceFacts::manager, ServiceFacts::start)
                .containsExactlyInAnyOrder(
                        tuple("ssh.service", "systemd", "enabled"),
                        tuple("gettytty1.service", "systemd", "enabled"),
                        tuple("apt-daily.timer", "systemd", "masked"),
                        tuple("exim4", "sysv", "enabled"));
        assertThat(services.getLast().command()).isEqualTo("/usr/sbin/sshd -D");
    }

    @Test
    void readsEveryWayToConfigureANetwork() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "etc/resolv.conf",
                                "search a.example b.example\nnameserver 10.0.0.53\n",
                                "etc/network/interfaces",
                                """
                                auto lo
                                iface lo inet loopback
                                iface eth0 inet static
                                  address 192.168.1.7
                                  netmask 255.255.255.0
                                  gateway 192.168.1.1
                                iface eth1 inet dhcp
                                """,
                                "etc/sysconfig/network-scripts/ifcfg-ens3",
                                "DEVICE=ens3\nBOOTPROTO=none\nIPADDR=10.1.2.3\nPREFIX=16\nGATEWAY=10.1.0.1\nHWADDR=52:54:00:12:34:56\n",
                                "etc/systemd/network/10-lan.network",
                                "[Match]\nName=en*\n[Network]\nAddress=10.2.0.9/24\nAddress=fd00::9/64\nGateway=10.2.0.1\n",
                                "etc/NetworkManager/system-connections/office.nmconnection",
                                "[connection]\nid=office\n[wifi-security]\npsk=secret\n[ipv4]\naddress1=10.3.0.5/24,10.3.0.1\nmethod=manual\n",
                                "etc/netplan/50.yaml",
                                """
                                network:
                                  version: 2
                                  ethernets:
                                    enp1s0:
                                      dhcp4: true
                                      match: {macaddress: "52:54:00:00:00:01"}
                                    enp2s0:
                                      addresses: [10.4.0.2/24]
                                      routes: [{to: default, via: 10.4.0.1}]
                                """));
        NetworkFacts network = new Network(subject).read();
        assertThat(network.nameServers()).containsExactly("10.0.0.53");
        assertThat(network.searchDomains()).containsExactly("a.example", "b.example");
        assertThat(network.interfaces())
                .extracting(one ->
                        one.name() + " " + one.method() + " " + one.addresses() + one.gateways())
                .containsExactly(
                        "eth0 static [192.168.1.7/24][192.168.1.1]",
                        "eth1 dhcp [][]",
                        "ens3 static [10.1.2.3/16][10.1.0.1]",
                        "en* static [10.2.0.9/24, fd00::9/64][10.2.0.1]",
                        "office static [10.3.0.5/24][10.3.0.1]",
                        "enp1s0 dhcp [][]",
                        "enp2s0 static [10.4.0.2/24][10.4.0.1]");
        assertThat(network.interfaces().get(5))
                .extracting(Interface::mac)
                .isEqualTo("52:54:00:00:00:01");
        assertThat(network.toString()).doesNotContain("secret");
    }

    @Test
    void aBrokenFileIsAProblemAndNothingElse() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of("etc/netplan/50.yaml", "network: [", "etc/hostname", "web\n"));
        assertThat(new Network(subject).read().interfaces()).isEmpty();
        assertThat(subject.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo("damaged:netplan"));
        assertThat(new Host(subject).read().name()).isEqualTo("web");
    }

    @Test
    void tellsWhoTheSystemIs() throws IOException {
        Subject subject =
                Subjects.linux(
                        Map.of(
                                "etc/hostname",
                                "# name\nweb.example.com\n",
                                "etc/machine-id",
                                "0123456789abcdef0123456789abcdef\n",
                                "etc/localtime@",
                                "/usr/share/zoneinfo/Europe/Madrid",
                                "etc/default/locale",
                                "LANG=\"es_ES.UTF-8\"\n",
                                "boot/vmlinuz-6.1.0-9-amd64",
                                "",
                                "lib/modules/5.10.0-1-amd64/modules.dep",
                                ""));
        var host = new Host(subject).read();
        assertThat(host.name()).isEqualTo("web");
        assertThat(host.domain()).isEqualTo("example.com");
        assertThat(host.machineId()).hasSize(32);
        assertThat(host.timeZone()).isEqualTo("Europe/Madrid");
        assertThat(host.locale()).isEqualTo("es_ES.UTF-8");
        assertThat(new Host(subject).kernels())
                .extracting(kernel -> kernel.version())
                .containsExactly("6.1.0-9-amd64", "5.10.0-1-amd64");
    }
}
