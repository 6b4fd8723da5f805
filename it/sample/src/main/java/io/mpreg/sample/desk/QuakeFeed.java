package io.mpreg.sample.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** A week of earthquakes, as the U.S. Geological Survey published them. */
@ApplicationScoped
public class QuakeFeed {

    /** All earthquakes of the feed, the latest first. */
    public List<Quake> quakes() {
        try (InputStream in = QuakeFeed.class.getResourceAsStream("/desk/earthquakes.json");
                JsonReader reader = Json.createReader(in)) {
            return reader.readObject().getJsonArray("features").stream()
                    .map(feature -> quake(feature.asJsonObject()))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "earthquakes.json in the application is not readable", e);
        }
    }

    private static Quake quake(JsonObject feature) {
        JsonObject properties = feature.getJsonObject("properties");
        JsonArray position = feature.getJsonObject("geometry").getJsonArray("coordinates");
        return new Quake(
                feature.getString("id"),
                properties.getString("net"),
                properties.getJsonNumber("mag").doubleValue(),
                properties.getString("place"),
                properties.getJsonNumber("time").longValue(),
                position.getJsonNumber(1).doubleValue(),
                position.getJsonNumber(0).doubleValue(),
                position.getJsonNumber(2).doubleValue());
    }
}
