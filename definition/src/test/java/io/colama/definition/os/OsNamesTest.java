package io.colama.definition.os;

import static org.assertj.core.api.Assertions.assertThat;

import io.colama.definition.machine.DefinitionFormat;
import io.colama.definition.machine.OsHint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of operating systems between the vocabularies. */
class OsNamesTest {

    @ParameterizedTest
    @CsvSource({
        "VMX, debian12-64, debian12",
        "VMX, debian10, debian10",
        "VMX, ubuntu-64, ubuntu",
        "VMX, rhel6-64, rhel6",
        "VMX, otherlinux-64, linux",
        "VMX, other26xLinux-64, linux",
        "VMX, windows9-64, win10",
        "VMX, windows2019srv-64, win2k19",
        "VMX, haiku, other",
        "VBOX, Debian_64, debian",
        "VBOX, Ubuntu22_LTS_64, ubuntu",
        "VBOX, Windows10_64, win10",
        "VBOX, WindowsXP, winxp",
        "VBOX, Other, other",
        "PROXMOX, l26, linux",
        "PROXMOX, win10, win10",
        "OVF, 96, debian",
        "OVF, 36, linux",
        "OVF, 9999, other",
        "LIBVIRT, http://debian.org/debian/12, debian12",
        "LIBVIRT, http://microsoft.com/win/2k22, win2k22",
        "LIBVIRT, http://libosinfo.org/linux/2022, linux"
    })
    void understandsTheWordsOfTheVendors(DefinitionFormat vocabulary, String word, String id) {
        assertThat(OsNames.hint(vocabulary, word)).isEqualTo(new OsHint(id, word));
    }

    @ParameterizedTest
    @CsvSource({
        "LIBVIRT, http://debian.org/debian/12, VMX, debian12-64",
        "LIBVIRT, http://debian.org/debian/12, VBOX, Debian_64",
        "LIBVIRT, http://debian.org/debian/12, PROXMOX, l26",
        "LIBVIRT, http://debian.org/debian/12, OVF, 96",
        "LIBVIRT, http://redhat.com/rhel/9.1, VMX, rhel9-64",
        "VMX, windows9-64, VBOX, Windows10_64",
        "VMX, windows9-64, LIBVIRT, http://microsoft.com/win/10",
        "VMX, windows9-64, PROXMOX, win10",
        "VBOX, Ubuntu22_LTS_64, VBOX, Ubuntu22_LTS_64",
        "VBOX, Ubuntu_64, VMX, ubuntu-64",
        "PROXMOX, l26, VMX, other5xlinux-64",
        "VMX, haiku, VBOX, Other_64"
    })
    void saysTheSameInAnotherVocabulary(
            DefinitionFormat from, String word, DefinitionFormat to, String expected) {
        assertThat(OsNames.spelled(to, OsNames.hint(from, word))).contains(expected);
    }
}
