package dev.minato.misuse;

/// A certificate for `localhost` that signs itself, and its key, which protects nothing.
final class SampleIdentity {
    static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBkzCCATmgAwIBAgIUMk0HVrFPLZfFanK+xDlewIl1lpIwCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJbG9jYWxob3N0MB4XDTI2MTEzMDAyMzMxNloXDTQ2MTEyNTAy
            MzMxNlowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
            AQcDQgAESYvhCetnGf3k5gMIAplhMN69CpHVowGF1a+LndruaADJfP/S33bB4d3b
            iFVf3vVxgTaaW0hcTc9y4O+oXdYLi6NpMGcwHQYDVR0OBBYEFKRU2KhscjXRa1QQ
            BM0FOTqzzBGqMB8GA1UdIwQYMBaAFKRU2KhscjXRa1QQBM0FOTqzzBGqMA8GA1Ud
            EwEB/wQFMAMBAf8wFAYDVR0RBA0wC4IJbG9jYWxob3N0MAoGCCqGSM49BAMCA0gA
            MEUCIEtpEIKA130DUt9M+meTVuQ0dSu2puAfuaL5R2PiEx/WAiEArPHdah5bwUjL
            xYJOKzHY2tI71DPEbaUKdnoMkp/tOoY=
            -----END CERTIFICATE-----
            """;

    static final String KEY = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg7tyEECWBVsFNmQ/v
            wVzLJc4w7eB5Z8Xoa8H6RtTOZ6KhRANCAARJi+EJ62cZ/eTmAwgCmWEw3r0KkdWj
            AYXVr4ud2u5oAMl8/9LfdsHh3duIVV/e9XGBNppbSFxNz3Lg76hd1guL
            -----END PRIVATE KEY-----
            """;

    private SampleIdentity() {}
}
