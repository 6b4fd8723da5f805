package io.mpreg.engine.journal;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the journal's warnings out of the output of tests that cause thousands. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {

    private final Logger logger = Logger.getLogger("io.mpreg.engine.journal");

    @Override
    public void beforeAll(ExtensionContext context) {
        logger.setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        logger.setLevel(null);
    }
}
