#include "conformance/tests/hostile.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

static const struct {
    const char *name, *host;
    long from, to; /* seconds from now */
} certificates[CERTIFICATES] = {
    [TRUSTED] = {"a hostile test", "IP:127.0.0.1", -3600, 86400},
    [UNKNOWN] = {"nobody knows me", "IP:127.0.0.1", -3600, 86400},
    [ELSEWHERE] = {"somebody else", "DNS:elsewhere.example", -3600, 86400},
    [EXPIRED] = {"long gone", "IP:127.0.0.1", -86400, -3600},
};

static X509 *make(EVP_PKEY *key, enum certificate which)
{
    X509 *x = X509_new();
    X509_NAME *name = X509_get_subject_name(x);
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), which);
    X509_gmtime_adj(X509_getm_notBefore(x), certificates[which].from);
    X509_gmtime_adj(X509_getm_notAfter(x), certificates[which].to);
    X509_set_pubkey(x, key);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               (const unsigned char *)certificates[which].name, -1, -1, 0);
    X509_set_issuer_name(x, name);
    X509_EXTENSION *host =
        X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, certificates[which].host);
    X509_add_ext(x, host, -1);
    X509_EXTENSION_free(host);
    X509_sign(x, key, EVP_sha256());
    return x;
}

bool tls_open(SSL_CTX *tls[CERTIFICATES], const char *cacert)
{
    FILE *trusted = cacert ? fopen(cacert, "we") : NULL;
    bool fine = !cacert || trusted;
    for (int i = TRUSTED; i < CERTIFICATES; i++) {
        EVP_PKEY *key = EVP_EC_gen("P-256");
        X509 *x = make(key, (enum certificate)i);
        tls[i] = SSL_CTX_new(TLS_server_method());
        fine = fine && SSL_CTX_use_certificate(tls[i], x) == 1 &&
               SSL_CTX_use_PrivateKey(tls[i], key) == 1 &&
               (i == UNKNOWN || !trusted || PEM_write_X509(trusted, x));
        X509_free(x);
        EVP_PKEY_free(key);
    }
    if (trusted && fclose(trusted))
        fine = false;
    return fine;
}

void tls_close(SSL_CTX *tls[CERTIFICATES])
{
    for (int i = TRUSTED; i < CERTIFICATES; i++)
        SSL_CTX_free(tls[i]);
}
