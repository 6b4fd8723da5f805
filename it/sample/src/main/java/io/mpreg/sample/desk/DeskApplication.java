package io.mpreg.sample.desk;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Puts the desk's resources below {@code /desk/api}. */
@ApplicationPath("/api")
public class DeskApplication extends Application {}
