package dev.minato.bench;

/// On which cores the server runs; the load always runs on core 1.
enum Pass {
    ONE_CORE("0", "server on one core, load on another"),
    TWO_CORES("0,1", "server on two cores, load on one of them");

    static final String LOAD_CORE = "1";

    final String cores;
    final String title;

    Pass(String cores, String title) {
        this.cores = cores;
        this.title = title;
    }
}
